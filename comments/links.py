"""Web addresses in plain text: found in one pass, checked, and shown without disguise."""

import html
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

ADDRESS = re.compile(r"(?<!\w)https?://[^\s<>\"]++", re.IGNORECASE)
LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
LONGEST = 2000
LONGEST_PATH_SHOWN = 40
CLOSING = {")": "(", "]": "["}
TRAILING = ".,;:!?'*_~\u2019\u201d"
ONE_SCRIPT = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK"}  # written together


def escape(text: str) -> str:
    """Return `text` as HTML text; a quotation mark needs no escape there, and each costs time."""
    return html.escape(text, quote=False)


def with_links(text: str) -> str:
    """Return plain `text` as HTML in which every address of the web is a link."""
    pieces = []
    end = 0
    for match in ADDRESS.finditer(text):
        address = _without_trailing(match.group())
        pieces += [escape(text[end : match.start()]), _link(address)]
        end = match.start() + len(address)
    return "".join([*pieces, escape(text[end:])])


def _without_trailing(address: str) -> str:
    """Leave out the punctuation of the sentence around: "(see http://a.b/c(d))." and the like."""
    surplus = {mark: address.count(mark) - address.count(CLOSING[mark]) for mark in CLOSING}
    end = len(address)
    while end:
        mark = address[end - 1]
        if surplus.get(mark, 0) > 0:
            surplus[mark] -= 1
        elif mark not in TRAILING:
            break
        end -= 1
    return address[:end]


def _link(address: str) -> str:
    """Return a link to `address`, or only its text where a careful reader would not follow it."""
    try:
        parts = urlsplit(address)
        host = _plain_host(parts)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError too: a host that cannot be written in ASCII
        return escape(address)
    if not host or len(address) > LONGEST:
        return escape(address)
    target = parts._replace(netloc=host + port)
    return f'<a href="{html.escape(target.geturl())}">{escape(_shown(parts, host))}</a>'


def _plain_host(parts: SplitResult) -> str:
    """Return the host in ASCII; "" for one without a dot, with a user name or odd characters."""
    host = parts.hostname or ""
    labels = host.split(".")
    is_odd = (
        "@" in parts.netloc
        or len(host) > 253
        or len(labels) < 2
        or not all(LABEL.fullmatch(label) for label in labels)
        or labels[-1].isdigit()
    )
    return "" if is_odd else host.encode("idna").decode("ascii")


def _shown(parts: SplitResult, host: str) -> str:
    """Return the host as a reader knows it, punycode if it mixes scripts, and a short path."""
    shown = host if _mixes_scripts(parts.hostname or "") else parts.hostname or ""
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    if len(path) > LONGEST_PATH_SHOWN:
        path = path[: LONGEST_PATH_SHOWN - 1] + "…"
    return shown + path


def _mixes_scripts(host: str) -> bool:
    """Say whether letters of different scripts stand in one host, as a disguise would."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in host if letter.isalpha()}
    return len({ONE_SCRIPT.get(script, script) for script in scripts}) > 1
