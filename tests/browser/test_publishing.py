"""An editor publishes: is told beforehand what happens, is held up once, sees the worker do it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.program import wait_for

pytestmark = pytest.mark.browser
MAKE = """
from articles.models import Article, Author, Byline, Category, Exercise
article = Article.objects.create(
    title="A change to come", slug="a-change-to-come", standfirst="It helps.",
    body="<p>Old words.</p>", status="{status}")
article.categories.add(Category.objects.first())
Byline.objects.create(article=article, author=Author.objects.first())
print(article.pk)
"""
REMOVE = 'Article.objects.filter(slug="a-change-to-come").delete()'


@pytest.fixture
def make(program):
    """Make an article of a status; returns the address of its form."""

    def made(status: str) -> str:
        said = program.run("shell", "-v0", "-c", MAKE.format(status=status)).stdout
        return f"/admin/articles/article/{said.strip()}/change/"

    yield made
    program.run("shell", "-v0", "-c", REMOVE)


def write(desk: Page, words: str) -> None:
    desk.locator(".field-body .tiptap").click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type(words)


def outlook(desk: Page):
    return desk.locator("[data-outlook-words]")


def choose(desk: Page, moment: datetime) -> None:
    desk.locator("#id_change_at_0").fill(f"{moment:%Y-%m-%d}")
    desk.locator("#id_change_at_1").fill(f"{moment:%H:%M:%S}")


def test_a_change_of_a_live_article_comes_at_its_moment(desk, make, context):
    desk.goto(make("published"))
    reader = context.browser.new_context(base_url=desk.url.partition("/admin")[0]).new_page()
    expect(outlook(desk)).to_have_text("Readers see the changes at once.")
    write(desk, "New words.")

    choose(desk, datetime.now(UTC) + timedelta(days=3))
    expect(outlook(desk)).to_contain_text("Until then readers see it as it is.")
    expect(desk.locator("[name=_publish]")).to_have_text("Schedule the changes")
    desk.locator("[name=_publish]").click()

    # Held up once: what stands in the way is open, nothing typed is lost, a reason will do.
    expect(desk.locator(".messagelist")).to_contain_text("saved and not published yet")
    expect(desk.locator("#checklist")).to_have_attribute("open", "")
    expect(desk.locator(".field-body .tiptap")).to_contain_text("New words.")
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=8)
    choose(desk, moment)
    desk.locator("#id_override").fill("It is a test.")
    desk.locator("[name=_publish]").click()

    expect(desk.locator(".messagelist .success")).to_contain_text("It changes on")
    reader.goto("/a-change-to-come/")
    expect(reader.locator("article")).to_contain_text("Old words.")

    def is_new() -> bool:
        reader.reload()
        return "New words." in reader.locator("article").inner_text()

    wait_for(is_new, 30)
    assert moment <= datetime.now(UTC)
    reader.context.close()


def test_a_calendar_and_a_clock_that_fill_the_fields_are_heard(desk, make):
    desk.goto(make("draft"))
    expect(outlook(desk)).to_have_text("Readers see it at once, dated today.")

    for field, shortcut in (("publish_at", "Today"), ("publish_at", "Now")):
        desk.locator(f".field-{field}").get_by_role("link", name=shortcut).click()

    expect(outlook(desk)).to_contain_text("Readers see it at once, dated ")
    expect(outlook(desk)).not_to_contain_text("today")
    desk.locator("#id_publish_at_0").fill("2099-12-03")
    expect(desk.locator("[name=_publish]")).to_have_text("Schedule")
    expect(outlook(desk)).to_contain_text("It appears on 3 December 2099")


def test_a_problem_leads_to_its_field_by_keyboard(desk, make):
    desk.goto(make("draft"))
    desk.locator("#checklist summary").focus()
    desk.keyboard.press("Enter")

    desk.locator("#checklist a", has_text="No link in the text").focus()
    desk.keyboard.press("Enter")

    expect(desk.locator(".field-body .tiptap")).to_be_focused()
