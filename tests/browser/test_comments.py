"""From a reader's first word to the page that everyone sees, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import check

pytestmark = pytest.mark.browser

ARTICLE = "/sleeping-with-a-sore-back/"


def fill(page: Page, words: str, name: str = "Ann Reader", email: str = "ann@canary.example"):
    page.get_by_label("Comment *").fill(words)
    page.get_by_label("Name *").fill(name)
    page.get_by_label("E-mail *").fill(email)


def post(page: Page) -> None:
    page.get_by_role("button", name="Post comment").click()


def test_a_comment_is_written_approved_and_seen(reader, administrator, has_script):
    words = f"A pillow between the knees did it for me, {has_script}."
    reader.goto(ARTICLE)
    fill(reader, words)
    post(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your comment")
    expect(reader.get_by_text("Waiting", exact=True)).to_be_visible()
    check(reader, has_script)
    status = reader.url
    reader.goto(ARTICLE)
    expect(reader.get_by_text(words)).to_have_count(0)

    administrator.goto("/admin/comments/comment/")
    row = administrator.locator("tr", has_text=words)
    row.get_by_role("button", name=re.compile("^Approve")).click()
    expect(administrator.locator(".messagelist")).to_contain_text("Ann Reader")

    reader.wait_for_timeout(1000)  # the other worker may have served the page a moment ago
    reader.goto(ARTICLE)
    expect(reader.locator(".comments").get_by_text(words)).to_be_visible()
    assert "canary" not in reader.content()
    reader.goto(status)
    expect(reader.get_by_text("Published", exact=True)).to_be_visible()
    assert "canary" not in reader.content()


def test_a_reply_stands_under_what_it_answers(reader, administrator, has_script):
    words = f"That is good to know, {has_script}."
    reader.goto(ARTICLE)
    first = reader.locator(".comment").first
    answered = first.get_attribute("id")
    first.get_by_role("link", name=re.compile("^Reply")).click()
    check(reader, has_script)
    fill(reader, words, name="Ben")
    post(reader)
    expect(reader.get_by_text("Waiting", exact=True)).to_be_visible()

    administrator.goto("/admin/comments/comment/")
    row = administrator.locator("tr", has_text=words)
    row.get_by_role("button", name=re.compile("^Approve")).click()
    expect(administrator.locator(".messagelist")).to_be_visible()

    reader.wait_for_timeout(1000)
    reader.goto(ARTICLE)
    reply = reader.locator(".comment", has_text=words)
    expect(reply).to_have_class(re.compile("comment--depth-1"))
    above = [comment.get_attribute("id") for comment in reader.locator(".comment").all()]
    assert above.index(answered) < above.index(reply.get_attribute("id"))


def test_what_is_wrong_is_said_beside_the_field_and_on_top_and_no_word_is_lost(reader, has_script):
    words = "Half of it, before I knew that a name is needed."
    reader.goto(ARTICLE)
    fill(reader, words, name="", email="not an address")
    post(reader)

    expect(reader).to_have_title(re.compile("^Error: "))
    check(reader, has_script)
    summary = reader.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(reader.get_by_label("Comment *")).to_have_value(words)
    summary.get_by_role("link").first.click()
    expect(reader.get_by_label("Name *")).to_be_focused()
    expect(reader.get_by_label("Name *")).to_have_attribute("aria-invalid", "true")

    reader.get_by_label("Name *").fill("Cleo")
    reader.get_by_label("E-mail *").fill("cleo@canary.example")
    post(reader)
    expect(reader.get_by_text("Waiting", exact=True)).to_be_visible()
    expect(reader.get_by_text(words)).to_be_visible()


def test_a_double_click_posts_once(reader, program, has_script):
    words = f"Twice clicked, {has_script}."
    reader.goto(ARTICLE)
    fill(reader, words, name="Dora")

    reader.get_by_role("button", name="Post comment").dblclick()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Your comment")
    count = f"print(Comment.objects.filter(body={words!r}).count())"
    assert program.run("shell", "-v0", "-c", count).stdout.strip() == "1"


def test_a_comment_can_be_taken_back(reader, has_script):
    reader.goto(ARTICLE)
    fill(reader, f"On second thoughts, {has_script}.", name="Emil")
    post(reader)

    reader.get_by_role("button", name="Withdraw this comment").click()

    expect(reader.get_by_text("Withdrawn", exact=True)).to_be_visible()
    check(reader, has_script)


@pytest.mark.parametrize("has_script", [True])
def test_a_draft_survives_a_page_that_was_left(reader):
    reader.goto(ARTICLE)
    fill(reader, "Almost done with this sentence when")

    reader.goto("/")
    reader.goto(ARTICLE)

    expect(reader.get_by_label("Comment *")).to_have_value("Almost done with this sentence when")


@pytest.mark.parametrize("has_script", [True])
def test_a_look_at_what_became_of_one_comment_does_not_cost_the_draft_of_the_next(reader):
    reader.goto(ARTICLE)
    fill(reader, "The first thing that I have to say.")
    post(reader)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your comment")
    status = reader.url
    reader.goto(ARTICLE)
    expect(reader.get_by_label("Comment *")).to_have_value("")
    fill(reader, "And a second thing, which takes")

    reader.goto(status)
    reader.goto(ARTICLE)

    expect(reader.get_by_label("Comment *")).to_have_value("And a second thing, which takes")
