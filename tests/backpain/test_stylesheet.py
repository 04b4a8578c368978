"""The stylesheet and the templates speak of the same classes."""

import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite  # no database is asked

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "backpain/static/site.css"
PUBLIC = ("_", "articles", "comments", "newsletter")
# Made of a word and a number at run time.
NUMBERED = re.compile(r"(focal--[xy]-\d|comment--depth-\d)$")


@cache
def styled() -> set[str]:
    """Return the classes that the stylesheet's selectors name."""
    rules = re.sub(r"/\*.*?\*/", "", SHEET.read_text(), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", rules)
    return set(re.findall(r"\.([a-z][\w-]*)", " ".join(selectors)))


def public_templates() -> list[Path]:
    folders = [path for path in (ROOT / "templates").iterdir() if path.name in PUBLIC]
    inside = [
        path for folder in folders for path in folder.rglob("*.html") if "mail" not in path.parts
    ]
    return sorted([*inside, *(ROOT / "templates").glob("*.html")])


@cache
def written() -> str:
    """Return all that can put a class on a public page."""
    code = [
        path
        for app in ("articles", "backpain", "comments", "newsletter")
        for path in (ROOT / app).rglob("*.py")
    ]
    scripts = (ROOT / "backpain/static/js").glob("*.js")
    return "\n".join(path.read_text() for path in [*public_templates(), *code, *scripts])


def test_every_class_in_the_stylesheet_is_on_some_page():
    names = {name for name in styled() if not NUMBERED.match(name)}

    assert names
    assert {
        name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", written())
    } == set()


def test_every_class_of_a_public_template_is_in_the_stylesheet():
    unknown = {}
    for template in public_templates():
        plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text())
        names = " ".join(re.findall(r'class="([^"]*)"', plain))
        if strange := set(names.split()) - styled():
            unknown[template.name] = strange

    assert unknown == {}
