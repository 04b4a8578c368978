"""Tables as CSV files, read however they come."""

import pytest
import time_machine
from django.utils import timezone

from backpain import tables


def test_a_cell_of_several_lines_stays_one_cell():
    assert list(tables.read(b'a,"x\ny"\nb,c\n')) == [(2, ["a", "x\ny"]), (3, ["b", "c"])]


@pytest.mark.parametrize("letter", ["\u2028", "\x0b", "\x1c", "\x85"])
def test_a_letter_that_is_no_line_end_in_a_table_ends_no_line(letter):
    table = f"/old/,/a{letter}b/\n".encode()

    assert list(tables.read(table)) == [(1, ["/old/", f"/a{letter}b/"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(end):
    table = end.join(["a;b", "", "c;d"]).encode()

    assert list(tables.read(table)) == [(1, ["a", "b"]), (3, ["c", "d"])]


def test_a_table_of_an_older_spreadsheet_on_windows_is_read_in_its_letters():
    assert list(tables.read("/rücken/,„weiter“ und …\n".encode("cp1252"))) == [
        (1, ["/rücken/", "„weiter“ und …"])
    ]


def test_a_quotation_mark_that_never_closes_is_said_in_words():
    with pytest.raises(ValueError, match="From line 2 on this cannot be read"):
        list(tables.read(b'/a/,/b/\n/c/,"/d/\n'))


@time_machine.travel("2026-05-01 22:30 +0000")
def test_a_file_bears_the_day_that_it_is_where_the_site_is():
    with timezone.override("Europe/Berlin"):
        answer = tables.answer("redirects", ["old"], [])

    assert 'filename="redirects-2026-05-02.csv"' in answer.headers["Content-Disposition"]


def test_a_table_is_read_as_excel_writes_unicode_text():
    assert list(tables.read("/rücken/\t/neu/\r\n".encode("utf-16"))) == [(1, ["/rücken/", "/neu/"])]


def test_no_cell_holds_the_letter_that_no_database_takes():
    assert list(tables.read(b"/a\0/,/b/\n\0,\0\n")) == [(1, ["/a/", "/b/"])]
