"""An author writes, a medical reviewer signs, an editor publishes, each in their own browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_desk import STOCK

pytestmark = pytest.mark.browser
PASSWORD = "long-enough-for-this-9"
MAKE = """
from django.contrib.auth.models import Group, User
from articles.models import Author
for name, group in [("Aino", "Authors"), ("Rosa", "Medical reviewers"), ("Edith", "Editors")]:
    user = User.objects.create_user(
        name.lower(), f"{name.lower()}@example.org", "%s", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    Author.objects.create(name=f"{name} Journey", slug=f"{name.lower()}-journey", user=user)
"""
REMOVE = """
from django.contrib.auth.models import User
from articles.models import Article, Author
Article.objects.filter(slug="walking-reviewed").delete()
Author.objects.filter(slug__endswith="-journey").delete()
User.objects.filter(username__in=["aino", "rosa", "edith"]).delete()
"""


@pytest.fixture
def people(browser, program):
    """Give a page of the desk to each; a function of the name, the width and the colours."""
    program.run("shell", "-v0", "-c", MAKE % PASSWORD)
    contexts = []

    def page_of(name: str, *, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            base_url=program.url, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page: Page = context.new_page()
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="What needs you now")).to_be_visible()
        return page

    yield page_of
    for context in contexts:
        context.close()
    program.run("shell", "-v0", "-c", REMOVE)


def has_no_barrier(page: Page) -> bool:
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = Axe().run(page, context=STOCK)
    assert not found.violations_count, found.generate_report()
    return True


def choose(page: Page, field: str, words: str) -> None:
    """Search and choose in a field of the stock desk."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(words)
    page.get_by_role("option", name=words).first.click()


def test_a_text_is_written_sent_signed_and_published(people, program, page):
    aino = people("aino")
    aino.goto("/admin/articles/article/add/")
    aino.get_by_label("Title:", exact=True).fill("Walking, reviewed")
    aino.get_by_label("Standfirst").fill("It helps.")
    aino.locator(".field-body .tiptap").click()
    aino.keyboard.type("Walk every day.")
    choose(aino, "categories", "Back Pain")
    choose(aino, "author", "Aino Journey")
    expect(aino.locator("[name=_publish]")).to_have_count(0)
    aino.locator("[name=_send]").click()
    aino.get_by_label("Medical reviewer").select_option(label="Rosa Journey")
    aino.get_by_label("Note").fill("Is every day too much?")
    assert has_no_barrier(aino)
    aino.get_by_role("button", name="Send", exact=True).click()
    expect(aino.get_by_text("Sent for review.")).to_be_visible()

    letter = program.wait_for_letter("rosa@example.org", "For review: Walking, reviewed")
    assert "Is every day too much?" in letter.get_body("plain").get_content()
    rosa = people("rosa", width=390, scheme="dark")
    rosa.get_by_role("link", name="Waiting for review").click()
    expect(rosa.get_by_text("Is every day too much?")).to_be_visible()
    expect(rosa.locator(".reading").get_by_text("Walk every day.")).to_be_visible()
    assert has_no_barrier(rosa)
    rosa.get_by_label("Approved").check()
    rosa.get_by_label("What was reviewed").fill("How often to walk.")
    rosa.get_by_role("button", name="Sign").click()
    expect(rosa.get_by_text("Signed.")).to_be_visible()
    assert has_no_barrier(rosa)

    program.wait_for_letter("aino@example.org", "Approved: Walking, reviewed")
    ed = people("edith")
    ed.goto("/admin/articles/article/?q=Walking%2C+reviewed")
    ed.get_by_role("link", name="Walking, reviewed").first.click()
    ed.locator("[name=_publish]").click()
    ed.locator("#id_override").fill("A journey.")
    ed.locator("[name=_publish]").click()
    expect(ed.get_by_text("Published: readers see it now.")).to_be_visible()

    page.goto("/walking-reviewed/")
    expect(page.locator(".byline")).to_contain_text("Medically reviewed by Rosa Journey on")
    expect(page.locator(".review")).to_contain_text("What was reviewed: How often to walk.")

    ed.locator(".field-body .tiptap").click()
    ed.keyboard.press("Control+a")
    ed.keyboard.type("Never walk.")
    ed.locator("[name=_publish]").click()
    expect(ed.get_by_text("Published: readers see it now.")).to_be_visible()
    page.reload()
    expect(page.locator(".byline")).to_contain_text("the text was changed after that, on")
    rosa.reload()
    expect(rosa.get_by_text("What changed since Rosa Journey approved it")).to_be_visible()
    assert has_no_barrier(rosa)
