"""Nothing typed at the desk is lost: to a killed server, a lost network, a closed tab, a sign-in
that ended, a colleague.
"""

import re
import signal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.signing_in import sign_in
from tests.browser.test_desk import STOCK
from tests.program import wait_for

pytestmark = pytest.mark.browser
ADD = "/admin/articles/article/add/"
FIRST = "/admin/articles/article/1/change/"
WAIT = 20_000  # ms: a server that was gone is asked again every five seconds


@pytest.fixture(autouse=True)
def nothing_unsaved(program):
    """Begin with nothing kept, and nobody at a form."""
    words = "Unsaved.objects.all().delete(); Presence.objects.all().delete()"
    program.run("shell", "-v0", "-c", words)


def kept(page: Page):
    """The line that says where the words are."""
    return page.locator("[data-kept]")


def notices(page: Page):
    return page.locator("[data-notices]")


def write(page: Page, words: str) -> None:
    """Type `words` into the text, as its last ones."""
    page.locator(".tiptap").focus()
    page.keyboard.press("Control+End")
    page.wait_for_timeout(300)  # the editor learns of a new place between two turns
    page.keyboard.type(words)


def in_this_browser(page: Page) -> str:
    """What of unsaved words lies in the browser."""
    entries = page.evaluate("Object.entries(localStorage)")
    return "".join(value for name, value in entries if name.startswith("unsaved:"))


def bring_back(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Bring it back")).first.click()
    expect(page.locator("[name=unsaved_key]")).to_be_attached()


def title(page: Page):
    return page.get_by_label("Title:", exact=True)


def test_what_is_typed_is_kept_and_comes_back_after_the_tab_was_closed(desk, context):
    said = []
    desk.on("console", lambda message: said.append(message.text))
    desk.goto(ADD)
    title(desk).press_sequentially("A walk")
    write(desk, "Words of the first day.")
    expect(kept(desk)).to_have_text(re.compile(r"^Kept at \d\d:\d\d\.$"), timeout=WAIT)
    assert not in_this_browser(desk)
    assert not [text for text in said if "Content Security Policy" in text]
    desk.close()

    page = context.new_page()
    page.goto("/admin/articles/article/")
    expect(page.get_by_text("was not saved")).to_be_visible()
    expect(page.locator(".unsaved__title")).to_have_text("A walk")
    bring_back(page)

    expect(title(page)).to_have_value("A walk")
    expect(page.locator(".tiptap")).to_contain_text("Words of the first day.")
    expect(page.locator(".errornote")).to_have_count(0)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto("/admin/articles/article/")
    expect(page.get_by_text("was not saved")).to_have_count(0)
    expect(page.get_by_role("link", name="A walk", exact=True)).to_be_visible()


def test_a_tab_that_is_closed_at_once_loses_nothing(desk, context):
    desk.goto(FIRST)
    write(desk, "Words just before the end.")
    desk.close(run_before_unload=True)

    page = context.new_page()
    page.goto(FIRST)

    expect(page.get_by_text("was not saved")).to_be_visible()
    bring_back(page)
    expect(page.locator(".tiptap")).to_contain_text("Words just before the end.")


def test_opening_a_form_and_leaving_it_keeps_nothing(desk, program):
    desk.goto(FIRST)
    desk.wait_for_timeout(3000)
    title(desk).click()
    desk.wait_for_timeout(7000)

    expect(kept(desk)).to_have_text("")
    assert not in_this_browser(desk)
    desk.goto(FIRST)
    expect(desk.get_by_text("was not saved")).to_have_count(0)


def test_words_that_are_saved_are_nowhere_else_any_more(desk):
    desk.goto(ADD)
    title(desk).press_sequentially("Saved at once")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()

    wait_for(lambda: not in_this_browser(desk), 10)
    desk.reload()

    expect(desk.get_by_text("was not saved")).to_have_count(0)


def test_a_killed_server_takes_no_word(start_program, browser):
    program = start_program(RECAPTCHA_KIND="none")
    page = browser.new_context(base_url=program.url).new_page()
    sign_in(page, program)
    page.goto(FIRST)
    write(page, "One. ")
    expect(kept(page)).to_contain_text("Kept at", timeout=WAIT)

    page.keyboard.type("Two. ")
    program.stop(signal.SIGKILL)
    page.keyboard.type("Three.")
    expect(kept(page)).to_contain_text("the desk does not answer", timeout=WAIT)
    wait_for(lambda: "Three." in in_this_browser(page), 3)
    program.start()
    expect(kept(page)).to_contain_text("Kept at", timeout=WAIT)
    page.context.close()

    page = browser.new_context(base_url=program.url).new_page()  # a computer of its own
    sign_in(page, program)
    page.goto(FIRST)
    bring_back(page)
    expect(page.locator(".tiptap")).to_contain_text("One. Two. Three.")


def test_what_the_browser_alone_has_is_sent_on_return(desk, context):
    desk.goto(FIRST)
    write(desk, "Written on the train.")
    context.set_offline(True)
    expect(kept(desk)).to_contain_text("you are offline", timeout=WAIT)
    desk.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto(FIRST)

    expect(page.get_by_text("was not saved")).to_be_visible()
    bring_back(page)
    expect(page.locator(".tiptap")).to_contain_text("Written on the train.")


def test_a_network_that_comes_back_is_used_at_once(desk, context):
    desk.goto(FIRST)
    context.set_offline(True)
    write(desk, "Offline.")
    expect(kept(desk)).to_have_text(
        "Not kept: you are offline. It is in this browser.", timeout=WAIT
    )

    context.set_offline(False)

    expect(kept(desk)).to_contain_text("Kept at", timeout=WAIT)
    assert not in_this_browser(desk)


def test_a_sign_in_that_ended_takes_no_word_and_the_form_goes_on_after_it(desk, context, program):
    desk.goto(FIRST)
    context.clear_cookies(name="sessionid")
    write(desk, "Still here.")
    expect(kept(desk)).to_contain_text("You are signed out:", timeout=WAIT)
    wait_for(lambda: "Still here." in in_this_browser(desk), 3)

    with context.expect_page() as opened:
        kept(desk).get_by_role("link").click()
    opened.value.get_by_label("Username").fill(program.admin_user)
    opened.value.get_by_label("Password").fill(program.admin_password)
    opened.value.get_by_role("button", name="Log in").click()
    desk.bring_to_front()

    expect(kept(desk)).to_contain_text("Kept at", timeout=2 * WAIT)
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(desk.locator(".tiptap")).to_contain_text("Still here.")


def test_two_editors_see_each_other_and_what_the_other_saved(desk, browser, program):
    context = browser.new_context(base_url=program.url)
    other = context.new_page()
    make = (
        "from django.contrib.auth.models import User;"
        "person, _ = User.objects.get_or_create(username='lee', first_name='Dr', last_name='Lee',"
        " is_staff=True, is_superuser=True);"
        "person.set_password('correct horse battery'); person.save()"
    )
    program.run("shell", "-v0", "-c", make)
    other.goto("/admin/")
    other.get_by_label("Username").fill("lee")
    other.get_by_label("Password").fill("correct horse battery")
    other.get_by_role("button", name="Log in").click()
    desk.goto(FIRST)
    wait_for(lambda: "1" in program.run("shell", "-v0", "-c", COUNT).stdout, 20)

    other.goto(FIRST)

    expect(notices(other)).to_contain_text(f"{program.admin_user} is editing this too, since")
    expect(notices(desk)).to_contain_text("Dr Lee is editing this too, since", timeout=2 * WAIT)
    write(other, "From Lee.")
    other.get_by_role("button", name="Save draft").click()
    expect(other.locator(".messagelist .success")).to_be_visible()
    expect(notices(desk)).to_contain_text("Dr Lee saved a newer version at", timeout=2 * WAIT)
    context.close()


def test_a_form_that_was_saved_in_another_window_is_another_text_from_then_on(desk, context):
    desk.goto(ADD)
    title(desk).press_sequentially("Twice")
    expect(kept(desk)).to_contain_text("Kept at", timeout=WAIT)
    desk.goto(ADD)
    bring_back(desk)
    key = desk.locator("[name=unsaved_key]").input_value()
    other = context.new_page()
    other.goto(desk.url)
    other.get_by_role("button", name="Save draft").click()
    expect(other.locator(".messagelist .success")).to_be_visible()

    title(desk).press_sequentially(" and more")

    expect(kept(desk)).to_contain_text("Kept at", timeout=WAIT)
    assert desk.locator("[name=unsaved_key]").input_value() != key
    other.goto("/admin/articles/article/")
    expect(other.locator(".unsaved__title")).to_have_text(re.compile("and more"))


COUNT = "print(Presence.objects.count())"


def test_a_form_that_is_refused_is_kept_as_it_stands(desk, context):
    desk.goto(ADD)
    write(desk, "No title yet.")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".errornote")).to_be_visible()
    expect(kept(desk)).to_contain_text("Kept at", timeout=WAIT)
    desk.close()

    page = context.new_page()
    page.goto(ADD)
    bring_back(page)

    expect(page.locator(".tiptap")).to_contain_text("No title yet.")


def test_without_javascript_a_sign_in_that_ended_takes_no_word(browser, program):
    context = browser.new_context(base_url=program.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, program)
    page.goto(ADD)
    title(page).fill("Typed without a script")
    page.locator("#id_standfirst").fill("Words that stay, whatever happens to the sign-in.\nTwo.")
    context.clear_cookies()

    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(page.get_by_label("Standfirst")).to_have_value(re.compile("Words that stay"))
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").click()
    opened.value.get_by_label("Username").fill(program.admin_user)
    opened.value.get_by_label("Password").fill(program.admin_password)
    opened.value.get_by_role("button", name="Log in").click()
    expect(opened.value.get_by_role("heading", name="What needs you now")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("You signed in anew")).to_be_visible()  # its token was the old one
    page.get_by_role("button", name="Send again").click()
    expect(title(page)).to_have_value("Typed without a script")
    expect(page.locator("#id_standfirst")).to_have_value(re.compile("Words that stay"))
    expect(page).to_have_url(re.compile(r"/\d+/change/$"))
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_its_pages_have_no_barrier(browser, program, scheme, width):
    context = browser.new_context(
        base_url=program.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, program)
    page.goto(FIRST)
    title(page).press_sequentially("Better: ")
    expect(kept(page)).to_contain_text("Kept at", timeout=WAIT)
    page.goto(FIRST)
    barriers = {"form": faults(page)}
    page.goto("/admin/articles/article/")
    barriers["list"] = faults(page)
    page.goto(FIRST)
    page.get_by_role("link", name=re.compile("^What differs")).click()
    expect(page.locator(".changes ins").first).to_be_visible()
    barriers["what differs"] = faults(page)
    bring_back(page)
    barriers["brought back"] = faults(page)
    context.clear_cookies()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    barriers["not sent"] = faults(page)
    context.close()

    assert {name: found for name, found in barriers.items() if found} == {}


def faults(page: Page) -> list[object]:
    """Return what axe finds on the page, and whether it is wider than the screen."""
    found = Axe().run(page, context=STOCK).response["violations"]
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    rules = [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]
    return [*rules, *(["wide"] if is_wide else [])]
