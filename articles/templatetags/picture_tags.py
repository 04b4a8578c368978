"""How a page shows a picture: what a browser may choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from articles.models import Picture, Rendition

register = template.Library()

TYPES = {"avif": "image/avif", "webp": "image/webp"}  # the smallest files first
USUAL_WIDTH = 800  # of the one file that a browser without srcset loads


@dataclass(frozen=True)
class Source:
    """A format of a picture: its type, and its files with their widths."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Sources:
    """What stands in a `<picture>`: its sources, and the file and the widths of its `<img>`."""

    better: list[Source]
    src: str
    srcset: str


@register.simple_tag
def sources_of(picture: Picture, widest: int | str = "") -> Sources:
    """Return what a browser may load for `picture`, none wider than `widest` if others do.

    Before the worker has made renditions, and for JPEG where a picture is transparent, that is
    the picture's own file.
    """
    made: dict[str, list[Rendition]] = {}
    for rendition in sorted(picture.renditions.all(), key=lambda one: one.width):
        fitting = made.setdefault(rendition.format, [])
        if not fitting or not widest or rendition.width <= int(widest):
            fitting.append(rendition)
    better = [Source(TYPES[name], _srcset(made[name])) for name in TYPES if name in made]
    plain = made.get(Rendition.Format.JPEG, [])
    usual = [one for one in plain if one.width <= USUAL_WIDTH] or plain
    return Sources(better, (usual[-1] if usual else picture).file.url, _srcset(plain))


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{one.file.url} {one.width}w" for one in renditions)
