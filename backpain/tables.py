"""Tables as CSV files, for spreadsheets and scripts: sent row by row, read however they come."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

# Excel reads UTF-8 only after this mark; Python's utf-8-sig and most other readers drop it.
MARK = "\ufeff"
# A cell that begins so is run by spreadsheets: owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS = ",;\t"


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line


def answer(name: str, header: list[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Answer with a file of `rows`, read while it is sent; `name` is without date and ending."""
    return StreamingHttpResponse(
        _lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{localdate():%Y-%m-%d}.csv"',
            "Cache-Control": "no-store",
        },
    )


def read(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line and its cells; empty lines are left out.

    UTF-16 with its mark, UTF-8 with or without, else Windows-1252; commas, semicolons or tabs,
    whichever the first line has most of. ValueError, in words: what is no table, such as a
    quotation mark that never closes.
    """
    text = decoded(content)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as error:
        words = _("From line %(line)d on this cannot be read: look at its quotation marks.")
        raise ValueError(words % {"line": reader.line_num}) from error


def decoded(content: bytes) -> str:
    """Return the text of a file as spreadsheets write it, without the letter no database takes."""
    return _letters(content).replace("\0", "")


def _letters(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(header: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield MARK + writer.writerow(header)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
