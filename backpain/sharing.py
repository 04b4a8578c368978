"""How the site's pages look where they are shared: Open Graph, ogp.me."""

from __future__ import annotations

from dataclasses import dataclass

from django.templatetags.static import static

from backpain.addresses import absolute

WIDTH, HEIGHT = 1200, 630  # of a card: 1.91 to 1, as the networks show it
NARROWEST = 600  # that the networks show above the words rather than beside them
# Languages whose letters are those of the land that og:locale asks for; GA is Gabon, not Ireland.
NAMESAKES = {
    *("az", "bg", "de", "es", "fi", "fr", "hr", "hu", "id", "is", "it"),
    *("lt", "lv", "mk", "nl", "pl", "pt", "ro", "ru", "sk", "th", "tr"),
}
LANDS = {
    "en": "US",
    "af": "ZA",
    "ar": "AR",
    "ca": "ES",
    "cs": "CZ",
    "cy": "GB",
    "da": "DK",
    "el": "GR",
    "et": "EE",
    "eu": "ES",
    "fa": "IR",
    "ga": "IE",
    "gl": "ES",
    "he": "IL",
    "hi": "IN",
    "ja": "JP",
    "ko": "KR",
    "nb": "NO",
    "sl": "SI",
    "sq": "AL",
    "sr": "RS",
    "sv": "SE",
    "uk": "UA",
    "vi": "VN",
    "zh-hans": "CN",
    "zh-hant": "TW",
}


@dataclass(frozen=True)
class Card:
    """The picture that stands for a page where it is shared; `words` say what it shows."""

    url: str
    width: int = WIDTH
    height: int = HEIGHT
    type: str = "image/jpeg"
    words: str = ""

    @property
    def is_large(self) -> bool:
        return self.width >= NARROWEST and self.width > self.height


def default_card() -> Card:
    """Return the card of pages that have none of their own: the mark on paper."""
    return Card(absolute(static("img/card.jpg")))


def locale(language: str) -> str:
    """Return a language of Django's, such as "en-gb", as ogp.me writes it: "en_GB".

    A language alone gets the land where most of its readers are, where that is known.
    """
    code = language.lower()
    name, _, land = code.partition("-")
    land = LANDS.get(code) or (code if code in NAMESAKES else land if len(land) == 2 else "")
    return f"{name}_{land.upper()}" if land else ""


def language_tag(language: str) -> str:
    """Return a language of Django's as RFC 5646 recommends to write it: "en-GB", "zh-Hans"."""
    name, *parts = language.split("-")
    cased = [part.upper() if len(part) == 2 else part.title() for part in parts]
    return "-".join([name.lower(), *cased])
