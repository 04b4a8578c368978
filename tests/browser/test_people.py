"""People who work here, in real browsers: invited, with a new password, signed out elsewhere."""

import re
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import STOCK

pytestmark = pytest.mark.browser

PASSWORD = "a stable for the horse"
NEW_PASSWORD = "a meadow for the horse"
DESK = "What needs you now"

numbers = count(1)


@pytest.fixture
def browsers(browser, program, has_script):
    """Open browsers of their own, with or without JavaScript: browsers() returns a page."""
    program.run("shell", "-v0", "-c", "RateWindow.objects.all().delete()")
    contexts, said = [], []

    def open_one(**options):
        context = browser.new_context(
            base_url=program.url, java_script_enabled=has_script, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not [text for text in said if "Content Security Policy" in text]


def link_in(letter):
    [address] = re.findall(r"http\S+/admin/\S+", letter.get_body(("plain",)).get_content())
    return address


def invite(chief, program, name):
    """Invite somebody at the desk; return the link in their letter."""
    email = f"{name}@desk.example"
    chief.goto("/admin/auth/user/")
    chief.get_by_role("link", name="Invite a colleague…").click()
    chief.get_by_label("E-mail address").fill(email)
    chief.get_by_label("Name").fill(f"{name.capitalize()} New")
    chief.get_by_label("Moderators").check()
    chief.get_by_role("button", name="Send the invitation").click()
    expect(chief.get_by_text(f"on its way to {email}")).to_be_visible()
    return link_in(program.wait_for_letter(email, "invited"))


def accept(page, link):
    page.goto(link)
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Go to the desk").click()
    expect(page.get_by_role("heading", name=DESK)).to_be_visible()


def enter(page, name, password):
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_colleague_is_invited_comes_in_and_forgets_the_password(browsers, program):
    name = f"nel{next(numbers)}"
    chief, colleague, elsewhere = browsers(), browsers(), browsers()
    sign_in(chief, program)

    link = invite(chief, program, name)
    accept(colleague, link)
    expect(colleague.get_by_role("link", name="Comments", exact=True).first).to_be_visible()
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("accepted already")).to_be_visible()

    elsewhere.goto("/admin/")
    elsewhere.get_by_role("link", name="Forgotten your password?").click()
    elsewhere.get_by_label("E-mail address").fill(f"{name}@desk.example")
    elsewhere.get_by_role("button", name="Send me the link").click()
    expect(elsewhere.get_by_role("heading", name="Look into your letters")).to_be_visible()
    elsewhere.goto(link_in(program.wait_for_letter(f"{name}@desk.example", "A new password")))
    elsewhere.get_by_label("New password:").fill(NEW_PASSWORD)
    elsewhere.get_by_label("New password confirmation").fill(NEW_PASSWORD)
    elsewhere.get_by_role("button", name="Set the password").click()
    expect(elsewhere.get_by_role("heading", name="Your password is changed")).to_be_visible()

    colleague.goto("/admin/")
    expect(colleague.get_by_role("button", name="Log in")).to_be_visible()
    enter(colleague, f"{name}-new", NEW_PASSWORD)
    expect(colleague.get_by_role("heading", name=DESK)).to_be_visible()
    assert program.wait_for_letter(f"{name}@desk.example", "was changed")


def test_a_session_elsewhere_is_ended(browsers, program):
    laptop = browsers()
    phone = browsers(user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile")
    sign_in(laptop, program)
    sign_in(phone, program)

    laptop.get_by_role("link", name="Your sessions").click()
    there = laptop.locator(".session").filter(has_text="Chrome on Android")
    there.get_by_role("button", name="End this session").click()

    expect(laptop.get_by_text("1 session is ended")).to_be_visible()
    expect(there).to_have_count(0)
    phone.goto("/admin/articles/article/")
    expect(phone.get_by_role("button", name="Log in")).to_be_visible()
    laptop.goto("/admin/")
    expect(laptop.get_by_role("heading", name=DESK)).to_be_visible()


OPEN_PAGES = [
    "/admin/login/",
    "/admin/password/forgotten/",
    "/admin/password/forgotten/sent/",
    "/admin/password/changed/",
    "/admin/password/x/y/",
    "/admin/invitation/x/",
]
PAGES = [
    "/admin/auth/user/",
    "/admin/auth/user/1/change/",
    "/admin/auth/user/1/password/",
    "/admin/auth/user/add/",
    "/admin/auth/user/invite/",
    "/admin/auth/user/invitations/",
    "/admin/sessions/",
    "/admin/password_change/",
]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_no_page_has_a_barrier_or_is_wider_than_the_screen(browser, program, scheme, width):
    context = browser.new_context(
        base_url=program.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    barriers: dict[object, object] = {}

    def look(where):
        found = Axe().run(page, context=STOCK)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            barriers[where, "is too wide"] = True
        if found.violations_count:
            barriers[where] = [
                (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
                for rule in found.response["violations"]
            ]

    for path in OPEN_PAGES:
        page.goto(path)
        look(path)
    sign_in(page, program)
    link = invite(page, program, f"axe{next(numbers)}")
    for path in [*PAGES, link]:
        page.goto(path)
        look(path)
    for path, button in [
        (link, "Go to the desk"),
        ("/admin/auth/user/invite/", "Send the invitation"),
        ("/admin/password_change/", "Change the password"),
        ("/admin/password/forgotten/", "Send me the link"),
    ]:
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.locator(".errornote")).to_be_visible()
        look(f"{path} with errors")
    context.close()

    assert barriers == {}
