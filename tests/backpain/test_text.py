import pytest
from hypothesis import given
from hypothesis import strategies as st

from backpain.text import initials, normalise, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("a\ud800b", "ab"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("e\u0301", "\u00e9"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("  around  ", "around"),
        ("tab\tstays", "tab\tstays"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
    ],
)
def test_typed_text_is_normalised(typed, kept):
    assert normalise(typed) == kept


@given(st.text())
def test_normalising_twice_changes_nothing_more(typed):
    assert normalise(normalise(typed)) == normalise(typed)


@given(st.text(alphabet=st.characters()))
def test_normal_text_can_be_stored(typed):
    normalise(typed).encode()
    assert "\x00" not in normalise(typed)


def test_one_line_has_no_line_break():
    assert one_line(" Ann \r\nBcc: x@example.org\t ") == "Ann Bcc: x@example.org"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Jesse Cannone", "JC"), ("Maria", "M"), ("Anna van der Berg", "AB"), ("", "?"), ("§ !", "?")],
)
def test_initials(name, letters):
    assert initials(name) == letters
