"""Every public page is sound HTML: what a validator asks, over every link there is."""

import re
from collections import Counter
from itertools import pairwise

import html5lib
import pytest

from backpain import sample
from backpain.sample import loading
from tests.crawling import crawl
from tests.front_client import FrontClient

TIME = re.compile(r"\d{4}-\d\d(-\d\d(T\d\d:\d\d:\d\d([.]\d{1,3})?(Z|[+-]\d\d:\d\d))?)?")
REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details"]
# 2.4.6 and 1.3.1 of WCAG 2.2 ask for headings that describe and nest; none may be skipped.
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# html5lib knows neither the later elements nor that a slash after a void one is allowed.
FORGIVEN = {"non-void-element-with-trailing-slash"}


@pytest.fixture
def pages(front, monkeypatch, small_pictures):
    """Every page of the sample publication that a reader can reach: path -> answer."""
    monkeypatch.setattr(loading, "PICTURES", small_pictures)
    sample.load()
    found = crawl(FrontClient())
    return {path: answer for path, answer in found.items() if is_html(answer)}


def is_html(answer):
    return answer.headers.get("Content-Type", "").startswith("text/html") and answer.body


def test_every_page_is_sound(pages):
    assert len(pages) > 40
    problems = {path: found for path, answer in pages.items() if (found := problems_of(answer))}

    assert not problems


def problems_of(answer):
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    document = parser.parse(answer.text)
    errors = [name for _, name, _ in parser.errors if name not in FORGIVEN]
    return [
        *errors,
        *repeated_ids(document),
        *broken_references(document),
        *skipped_headings(document),
        *careless_pictures(document),
        *odd_times(document),
        *landmarks(document),
    ]


def repeated_ids(document):
    ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
    return [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]


def broken_references(document):
    ids = {element.get("id") for element in document.iter()}
    for element in document.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{element.tag} {attribute}={name} names nothing"
        target = element.get("href") or ""
        if target.startswith("#") and target[1:] not in ids:
            yield f"{target} leads nowhere"


def skipped_headings(document):
    levels = [HEADINGS[each.tag] for each in document.iter() if each.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} after h{before}"


def careless_pictures(document):
    for picture in document.iter("img"):
        missing = {"alt", "width", "height"} - set(picture.attrib)
        if missing:
            yield f"img {picture.get('src')} without {sorted(missing)}"


def odd_times(document):
    """HTML takes a date, or a moment with a zone and at most milliseconds."""
    for time in document.iter("time"):
        if not TIME.fullmatch(time.get("datetime") or ""):
            yield f"time {time.get('datetime')}"


def landmarks(document):
    if not document.get("lang"):
        yield "no language"
    if len(list(document.iter("main"))) != 1:
        yield "not one main"
    if not (document.findtext("head/title") or "").strip():
        yield "no title"
