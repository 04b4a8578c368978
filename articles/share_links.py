"""Plain links to pass an article on: nothing of the other sites is loaded before one is pressed.

Mastodon is left out, because such a link needs to know the reader's own server.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from articles.citations import address_of
from articles.models import Article
from backpain.text import one_line


@dataclass(frozen=True)
class ShareLink:
    """One way to pass an article on."""

    name: str
    url: str


def to(article: Article) -> list[ShareLink]:
    """Return the ways to pass `article` on: by e-mail first, then other sites by name."""
    url = quote(address_of(article), safe="")
    title = quote(one_line(article.title), safe="")
    both = f"{title}%20{url}"
    return [
        ShareLink(_("E-mail"), f"mailto:?subject={title}&body={url}"),
        ShareLink("Bluesky", f"https://bsky.app/intent/compose?text={both}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        ShareLink("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        ShareLink("WhatsApp", f"https://wa.me/?text={both}"),
        ShareLink("X", f"https://x.com/intent/post?text={title}&url={url}"),
    ]
