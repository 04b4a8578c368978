"""Every word of the program can be put into another language, and is put into German."""

import ast
import gettext
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format

from tests.program import ROOT

pytestmark = pytest.mark.sqlite  # no database is asked

LANGUAGES = sorted(folder.name for folder in (ROOT / "locale").iterdir() if folder.is_dir())
APPS = ["articles", "backpain", "comments", "newsletter"]
WORDS_IN = [*APPS, "templates", "locale", "manage.py"]
PLACEHOLDERS = re.compile(r"%%?(?:\(\w+\))?[sd]|\{\w*\}")

needs_gettext = pytest.mark.skipif(
    not all(map(shutil.which, ["xgettext", "msgmerge", "msgfmt"])), reason="there is no GNU gettext"
)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A copy of the program, in which `make messages` has been run."""
    copy = tmp_path_factory.mktemp("program")
    for name in WORDS_IN:
        bring = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        bring(ROOT / name, copy / name)
    run = [sys.executable, "manage.py", "messages"]
    made = subprocess.run(run, cwd=copy, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return copy


def po(language, root=ROOT):
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def compiled(file):
    """Return what a .mo file holds: (context, word) -> translation, one for each plural form."""
    with file.open("rb") as stream:
        catalog = vars(gettext.GNUTranslations(stream))["_catalog"]
    return {word: text for word, text in catalog.items() if word}


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_program_are_collected_as_they_are_now(language, collected):
    """`make messages` would change nothing."""
    assert po(language).read_text() == po(language, collected).read_text()


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language, tmp_path):
    fresh = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", fresh, po(language)], check=True)

    assert compiled(po(language).with_suffix(".mo")) == compiled(fresh)


@needs_gettext
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["untranslated", "only-fuzzy", "only-obsolete"])
def test_every_word_is_translated(kind, language):
    listed = subprocess.run(
        ["msgattrib", f"--{kind}", po(language)], capture_output=True, text=True, check=True
    )

    assert listed.stdout == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_leaves_room_for_the_same_things(language):
    """Those of plurals, which may leave the number out of the singular, are msgfmt's to check."""
    wrong = {
        word: text
        for word, text in compiled(po(language).with_suffix(".mo")).items()
        if isinstance(word, str)
        and set(PLACEHOLDERS.findall(word)) != set(PLACEHOLDERS.findall(text))
    }

    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_markup_and_the_space_around(language):
    wrong = {
        word: text
        for word, text in translations(language)
        if sorted(re.findall(r"</?\w[^>]*>", word)) != sorted(re.findall(r"</?\w[^>]*>", text))
        or (word != word.strip()) != (text != text.strip())
    }

    assert not wrong


def translations(language):
    """Yield each word, of a plural the singular, without its context, with its translation."""
    for word, text in compiled(po(language).with_suffix(".mo")).items():
        yield (word[0] if isinstance(word, tuple) else word).rpartition("\x04")[2], text


def test_german_is_written_as_the_rest_is():
    """Adult and plain: no exclamation mark, no English quotation marks, no first-name terms."""
    wrong = [
        text
        for _, text in translations("de")
        if "!" in text
        or '"' in re.sub("<[^>]*>", "", text)
        or re.search(r"[“][^“]*[”]", text)
        or re.search(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b", text)
    ]

    assert not wrong


def test_words_in_the_code_are_marked_such_that_they_are_found():
    """xgettext knows functions by their names, and looks into no f-string."""
    found = {word for word, _ in translations("de")}
    files = [file for app in APPS for file in (ROOT / app).rglob("*.py")]

    marked = {(file.name, word) for file in files for word in marked_words(file)}

    assert len(marked) > 500
    assert not [place for place in marked if place[1] not in found]


def marked_words(file):
    """Yield what a module hands to gettext's functions, by whatever names it calls them."""
    tree = ast.parse(file.read_text())
    imported = [
        alias
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    ]
    names = {alias.asname or alias.name: alias.name for alias in imported}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        marker = names.get(getattr(call.func, "id", ""), "")
        if "gettext" in marker:
            word = call.args["pgettext" in marker]  # after the context
            if isinstance(word, ast.Constant):
                yield word.value


@pytest.mark.parametrize(
    ("language", "long", "short", "month"),
    [
        ("en-gb", "22 November 2026", "22 Nov 2026", "November 2026"),
        ("de", "22. November 2026", "22.11.2026", "November 2026"),
        ("fr", "22 novembre 2026", "22/11/2026", "novembre 2026"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(language, long, short, month):
    day = date(2026, 11, 22)

    with translation.override(language):
        assert date_format(day, "DATE_FORMAT") == long
        assert date_format(day, "SHORT_DATE_FORMAT") == short
        assert date_format(day, "YEAR_MONTH_FORMAT") == month
