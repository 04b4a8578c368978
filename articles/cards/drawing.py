"""How a card is drawn: the publication's paper, mark and type on 1200 by 630.

A lead picture is shown without words on it: every network sets the title beside it and cuts the
edges as it likes. An article without one gets its title set as on the page.
"""

from __future__ import annotations

import io
from math import cos, radians, sin

from PIL import Image, ImageDraw, ImageOps

from articles.cards.lettering import BOLD, LEADING, SANS, SERIF, fitted, font, set_title, writable
from backpain.sharing import HEIGHT, WIDTH

PAPER, TINT, INK, SOFT = "#fbfaf6", "#edf4f0", "#1c2526", "#556163"
LINE, ACCENT = "#e4e0d5", "#0b5f59"
MARGIN = 80
BAND = 96  # the strip of paper at the foot
PICTURE = (WIDTH, HEIGHT - BAND)
SMALLEST_CROP = 600  # pixels across that still look sharp when stretched to the card
WATERMARK = (760, (868, -40))  # its height and its place
MEASURE = 900  # the longest line of a title
TOP = 56  # above what stands on the paper
KICKER = 68  # the height of its line
# The mark as templates/_mark.html has it: the middle of each bar, its width and its turn.
BARS = [
    (13.5, 3.3, 9.0, -12),
    (11.3, 9.5, 11.0, -6),
    (10.2, 15.9, 12.4, 0),
    (11.5, 22.3, 13.8, 8),
    (14.6, 28.5, 14.4, 16),
]
THICK = 4.2  # of a bar, in a drawing 32 high
TALL = 32
SMOOTH = 4  # times as large is the mark drawn, then made smaller


def with_picture(picture: Image.Image, focus: tuple[int, int], name: str, kicker: str) -> bytes:
    """Draw the card of an article with a lead picture; `focus` is in percent of it."""
    card = _paper()
    card.paste(_cropped(picture, focus), (0, 0))
    _sign(card, name)
    if kicker := writable(kicker, SANS):
        face = font(SANS, 28, 450)
        at = (WIDTH - MARGIN, HEIGHT - BAND // 2)
        words = fitted(kicker, face, 420)
        ImageDraw.Draw(card).text(at, words, font=face, fill=SOFT, anchor="rm")
    return _as_jpeg(card)


def with_title(title: str, name: str, kicker: str) -> bytes:
    """Draw the card of an article without a picture: its title, which must be writable."""
    card = _paper()
    _mark(card, *WATERMARK, TINT)
    draw = ImageDraw.Draw(card)
    kicker = writable(kicker, SANS)
    above = KICKER if kicker else 0
    room = HEIGHT - BAND - 2 * TOP - above
    size, lines = set_title(title, MEASURE, room)
    top = TOP + (room - round(len(lines) * size * LEADING)) // 2
    if kicker:
        face = font(SANS, 32, 600)
        draw.text((MARGIN, top), fitted(kicker, face, MEASURE), font=face, fill=ACCENT)
    for number, line in enumerate(lines):
        at = (MARGIN, top + above + round(number * size * LEADING))
        draw.text(at, line, font=font(SERIF, size, BOLD), fill=INK, anchor="la")
    draw.line([(MARGIN, HEIGHT - BAND), (WIDTH - MARGIN, HEIGHT - BAND)], fill=LINE, width=2)
    _sign(card, name)
    return _as_jpeg(card)


def with_mark() -> bytes:
    """Draw the card of pages that have none of their own: static/img/card.jpg."""
    card = _paper()
    _mark(card, *WATERMARK, TINT)
    _mark(card, 300, ((WIDTH - 225) // 2, (HEIGHT - 300) // 2), ACCENT)
    return _as_jpeg(card)


def is_large_enough(width: int, height: int) -> bool:
    """Say whether a picture of this size fills a card without becoming a blur."""
    return min(width, height * PICTURE[0] // PICTURE[1]) >= SMALLEST_CROP


def _paper() -> Image.Image:
    return Image.new("RGB", (WIDTH, HEIGHT), PAPER)


def _cropped(picture: Image.Image, focus: tuple[int, int]) -> Image.Image:
    """Cut out what the card has room for, around the focal point as far as the edges allow."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.new("RGBA", clear.size, PAPER)
        picture.alpha_composite(clear)
    x, y = focus
    return ImageOps.fit(
        picture.convert("RGB"),
        PICTURE,
        Image.Resampling.LANCZOS,
        centering=(
            _centring(x, picture.width, picture.height * PICTURE[0] / PICTURE[1]),
            _centring(y, picture.height, picture.width * PICTURE[1] / PICTURE[0]),
        ),
    )


def _centring(percent: int, length: int, kept: float) -> float:
    """Return the share of what is cut off that lies before the kept part, as Pillow wants it."""
    cut_off = length - kept
    if cut_off <= 0:
        return 0.5
    return min(1.0, max(0.0, (length * percent / 100 - kept / 2) / cut_off))


def _sign(card: Image.Image, name: str) -> None:
    """Put the mark and the name of the publication at the foot."""
    high = 48
    _mark(card, high, (MARGIN - 6, HEIGHT - BAND // 2 - high // 2), ACCENT)
    if name := writable(name):
        face = font(SERIF, 34, BOLD)
        at = (MARGIN + 44, HEIGHT - BAND // 2)
        words = fitted(name, face, 560)
        ImageDraw.Draw(card).text(at, words, font=face, fill=INK, anchor="lm")


def _mark(card: Image.Image, high: int, at: tuple[int, int], colour: str) -> None:
    scale = high / TALL * SMOOTH
    shape = Image.new("L", (round(24 * scale), round(TALL * scale)))
    draw = ImageDraw.Draw(shape)
    radius = THICK / 2
    for x, y, width, turn in BARS:
        reach = width / 2 - radius
        across, down = reach * cos(radians(turn)), reach * sin(radians(turn))
        ends = [(x - across, y - down), (x + across, y + down)]
        draw.line([(scale * a, scale * b) for a, b in ends], fill=255, width=round(THICK * scale))
        for a, b in ends:
            draw.circle((scale * a, scale * b), radius * scale, fill=255)
    small = shape.resize((shape.width // SMOOTH, shape.height // SMOOTH), Image.Resampling.BOX)
    card.paste(Image.new("RGB", small.size, colour), at, small)


def _as_jpeg(card: Image.Image) -> bytes:
    out = io.BytesIO()
    card.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return out.getvalue()
