"""What an editor uploaded, without what the camera added: where it was taken, by whom, with what.

An original is never served, yet it lies in backups for years, and from a therapist's telephone it
says where patients live. So its metadata are cut out of the file without touching the pixels,
which a JPEG would not survive unharmed. Only which way up it stands is kept. GIF and AVIF stay as
they are: no camera writes a GIF, and the parts of an AVIF are found by offsets that a cut would
move; cameras that use its container write HEIC, which we do not take.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import ExifTags, Image

# JPEG, ITU T.81 B.1: where the entropy-coded data of a scan end
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
START_OF_SCAN, END, ADOBE, FIRST_APP, LAST_APP, COMMENT = 0xDA, 0xD9, 0xEE, 0xE0, 0xEF, 0xFE
PNG_START = 8
PNG_METADATA = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
WEBP_START = 12
WEBP_METADATA = {b"EXIF", b"XMP "}
HAS_EXIF, HAS_XMP = 0x08, 0x04  # of the flags in a WebP's VP8X chunk


def without_what_the_camera_added(content: bytes, kind: str) -> bytes:
    """Return the file of a picture that was read, of Pillow's format `kind`, without metadata.

    What does not look as its format says is kept as it is: it could be read, and is not served.
    """
    strip = STRIPPERS.get(kind)
    if strip is None:
        return content
    try:
        stripped = strip(content, _turn_only(content))
        with Image.open(io.BytesIO(stripped)) as image:
            image.verify()
    except (ValueError, IndexError, struct.error, OSError, SyntaxError):
        return content
    return stripped


def _turn_only(content: bytes) -> bytes:
    """Return EXIF that says which way up the picture stands, b"" for one that stands upright."""
    with Image.open(io.BytesIO(content)) as image:
        turn = image.getexif().get(ExifTags.Base.Orientation, 1)
    if turn not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    return exif.tobytes()


def _jpeg(content: bytes, exif: bytes) -> bytes:
    head = struct.pack(">BBH", 0xFF, 0xE1, len(exif) + 2) + exif if exif else b""
    return content[:2] + head + b"".join(_jpeg_segments(content))


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    """Yield the segments that make the picture, to its end and not what is hung on after it."""
    at = 2
    while content[at + 1] != END:
        if content[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = content[at + 1]
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == START_OF_SCAN:
            after = AFTER_SCAN.search(content, end)
            if after is None:
                raise ValueError("no end")
            end = after.start()
        if _makes_the_picture(marker, content[at + 4 : at + 16]):
            yield content[at:end]
        at = end
        while content[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
    yield content[at : at + 2]


def _makes_the_picture(marker: int, beginning: bytes) -> bool:
    if marker == FIRST_APP + 2:
        return beginning.startswith(b"ICC_PROFILE")
    return marker in {FIRST_APP, ADOBE} or not (
        FIRST_APP <= marker <= LAST_APP or marker == COMMENT
    )


def _png(content: bytes, exif: bytes) -> bytes:
    kept = [content[:PNG_START]]
    at = PNG_START
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name not in PNG_METADATA:
            kept.append(content[at : at + 12 + length])
        if name == b"IHDR" and exif:
            kept.append(_png_chunk(b"eXIf", exif.removeprefix(b"Exif\0\0")))
        if name == b"IEND":
            break
        at += 12 + length
    return b"".join(kept)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _webp(content: bytes, exif: bytes) -> bytes:
    kept = []
    at = WEBP_START
    end = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while at < end:
        name, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + length + length % 2]
        if name == b"VP8X":
            flags = chunk[8] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if exif else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if name not in WEBP_METADATA:
            kept.append(chunk)
        at += len(chunk)
    if exif:
        kept.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


STRIPPERS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "JPEG": _jpeg,
    "MPO": _jpeg,
    "PNG": _png,
    "WEBP": _webp,
}
