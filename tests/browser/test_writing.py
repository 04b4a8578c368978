"""An editor types the article of a real publication into the desk; readers see all of it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("CORPORA" not in os.environ, reason="CORPORA names no folder"),
]


@dataclass
class Original:
    """The parts of the page in the corpora."""

    title: str
    heading: str
    paragraphs: list[str]
    category: str
    name: str
    credentials: str
    biography: str


def original() -> Original:
    file = Path(os.environ["CORPORA"]) / "page" / "best-back-pain-exercises.txt"
    lines = [line.strip() for line in file.read_text().splitlines() if line.strip()]
    filed = next(i for i, line in enumerate(lines) if line.startswith("Filed Under: "))
    avatar = lines.index("my avatar")
    name, _, credentials = lines[avatar + 1].partition(", ")
    return Original(
        title=lines[0],
        heading=lines[1],
        paragraphs=lines[2:filed],
        category=lines[filed].removeprefix("Filed Under: "),
        name=name,
        credentials=credentials,
        biography=lines[avatar + 2],
    )


def choose(page: Page, field: str, typed: str) -> None:
    """Pick the first match for `typed` in one of the desk's search-and-choose fields."""
    page.locator(f"{field} .select2-selection").click()
    page.keyboard.type(typed)
    page.locator(".select2-results__option", has_text=typed).last.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def add_author(page: Page, text: Original) -> None:
    page.goto("/admin/articles/author/add/")
    page.get_by_label("Name:").press_sequentially(text.name)
    page.get_by_label("Slug:").fill("as-typed")
    page.get_by_label("Credentials:").fill(text.credentials)
    page.get_by_label("Biography:").fill(text.biography)
    save(page)


def write_article(desk: Page, text: Original) -> None:
    """Type the article into the desk's form and publish it at /as-typed/."""
    desk.goto("/admin/articles/article/add/")
    desk.get_by_label("Title:").press_sequentially(text.title)
    expect(desk.get_by_label("Slug:")).to_have_value("best-back-pain-exercises")
    desk.get_by_label("Slug:").fill("as-typed")
    desk.locator(".tiptap").click()
    desk.keyboard.type("## ")  # the editor's own shortcut for a heading
    desk.keyboard.type(text.heading)
    for paragraph in text.paragraphs:
        desk.keyboard.press("Enter")
        desk.keyboard.insert_text(paragraph)
    choose(desk, ".field-categories", text.category)
    choose(desk, ".field-read_next", "Muscle imbalances")
    choose(desk, "#byline_set-0", text.name)
    desk.get_by_label("Standfirst:").fill("Exercises for a back that hurts.")
    publish(desk)


def publish(desk: Page) -> None:
    """Press the button; the checklist finds something to look at, and is overruled."""
    desk.locator("[name=_publish]").click()
    desk.locator("#id_override").fill("As it was written.")
    desk.locator("[name=_publish]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()


def check_article(page: Page, text: Original) -> None:
    """See that readers find all that was typed."""
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text(text.title)
    expect(main.get_by_role("heading", level=2, name=text.heading)).to_be_visible()
    shown = [squeezed(words) for words in main.locator(".prose p").all_inner_texts()]
    assert shown == [squeezed(paragraph) for paragraph in text.paragraphs]
    expect(main).to_contain_text(re.compile(rf"Filed under\s+{text.category}"))
    expect(main).to_contain_text(re.compile(rf"Written by\s+{text.name},\s+{text.credentials}"))
    expect(main).to_contain_text(re.compile(r"Published\s+\d+ \w+ 20\d\d"))
    expect(main.get_by_text(text.biography)).to_be_visible()
    expect(main.get_by_role("link", name=re.compile("muscle", re.IGNORECASE)).first).to_be_visible()


def check_surroundings(page: Page) -> None:
    """See that the page has what every article of this publication has."""
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=re.compile("free e-newsletter"))).to_be_visible()
    expect(main.get_by_role("button", name="Sign me up")).to_be_visible()
    expect(main).to_contain_text("100 % anti-spam compliant")
    expect(main.get_by_role("heading", name="Leave a reply")).to_be_visible()
    expect(main).to_contain_text(
        "Your email address will not be published. Required fields are marked *"
    )
    expect(page.get_by_role("contentinfo")).to_be_visible()
    assert "reload the page" not in page.content()


def test_the_article_typed_in_through_the_desk_reads_right(desk, context):
    text = original()
    add_author(desk, text)
    write_article(desk, text)

    page = context.new_page()
    page.goto("/as-typed/")

    check_article(page, text)
    check_surroundings(page)


def squeezed(words: str) -> str:
    """Return `words` as the page shows them: single spaces, whatever was typed."""
    return " ".join(words.split())
