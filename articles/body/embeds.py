"""Videos elsewhere: which links are one, and where its player is."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree.ElementTree import Element

from articles.body import tree
from articles.body.pieces import Embed

YOUTUBE = re.compile(r"(?:www\.|m\.|music\.)?(?:youtube|youtube-nocookie)\.com")
VIMEO = re.compile(r"(?:www\.|player\.)?vimeo\.com")
YOUTUBE_KEY = re.compile(r"[\w-]{11}", re.ASCII)
VIMEO_PATH = re.compile(r"/(?:video/)?(\d{5,12})(?:/([0-9a-f]{6,20}))?/?")
YOUTUBE_FOLDERS = {"embed", "shorts", "live", "v"}
MOMENT = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


def find(paragraph: Element) -> Embed | None:
    """Return the video that a paragraph is about: it must hold one link or address, no more."""
    words = tree.line(paragraph)
    if len(paragraph) == 0:
        return video(words, "")
    link = paragraph[0]
    if len(paragraph) > 1 or link.tag != "a" or words != tree.line(link):
        return None
    title = "" if re.match(r"(https?://|www\.)", words) else words
    return video(link.get("href", ""), title)


def video(address: str, title: str) -> Embed | None:
    """Return the video at an address of YouTube or Vimeo; None at any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    host, query = parts.netloc.lower(), parse_qs(parts.query)
    if host == "youtu.be":
        return _youtube(parts.path.strip("/"), query, title)
    if YOUTUBE.fullmatch(host):
        return _youtube(_youtube_key(parts.path, query), query, title)
    if VIMEO.fullmatch(host) and (match := VIMEO_PATH.fullmatch(parts.path)):
        return _vimeo(match[1], match[2] or query.get("h", [""])[0], title)
    return None


def _youtube_key(path: str, query: dict[str, list[str]]) -> str:
    folder, _, key = path.strip("/").partition("/")
    if folder == "watch":
        return query.get("v", [""])[0]
    return key if folder in YOUTUBE_FOLDERS else ""


def _youtube(key: str, query: dict[str, list[str]], title: str) -> Embed | None:
    if not YOUTUBE_KEY.fullmatch(key):
        return None
    start = _seconds((query.get("t") or query.get("start") or [""])[0])
    origin = "https://www.youtube-nocookie.com"
    player = {"autoplay": 1} | ({"start": start} if start else {})
    return Embed(
        provider="YouTube",
        key=key,
        title=title,
        watch=f"https://www.youtube.com/watch?v={key}" + (f"&t={start}s" if start else ""),
        player=f"{origin}/embed/{key}?{urlencode(player)}",
        origin=origin,
    )


def _vimeo(key: str, secret: str, title: str) -> Embed:
    """Return a video of Vimeo; an unlisted one is opened by its `secret`."""
    secret = secret if re.fullmatch(r"[0-9a-f]{6,20}", secret) else ""
    origin = "https://player.vimeo.com"
    player = {"dnt": "1", "autoplay": "1"} | ({"h": secret} if secret else {})
    return Embed(
        provider="Vimeo",
        key=key,
        title=title,
        watch=f"https://vimeo.com/{key}" + (f"/{secret}" if secret else ""),
        player=f"{origin}/video/{key}?{urlencode(player)}",
        origin=origin,
    )


def _seconds(moment: str) -> int:
    """Return the seconds that "90", "90s" or "1m30s" stand for; 0 for anything else."""
    if len(moment) > 10 or not (match := MOMENT.fullmatch(moment)):
        return 0
    hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return hours * 3600 + minutes * 60 + seconds
