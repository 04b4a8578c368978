"""What editors uploaded: served re-encoded under a name that never means anything else."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import etag, require_safe

from backpain.files import write_whole

FOR_EVER = 365 * 24 * 60 * 60
TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the re-encoded file `name`; a browser may keep it for ever and run nothing in it.

    The name is the digest of the bytes, so it is their ETag too. A range is answered with the
    whole, as RFC 9110 §14.2 allows: no browser asks for a part of a picture.
    """
    response = _file(request, name)
    # on a 304 too: a browser writes its headers over those it kept (RFC 9111 §3.2)
    response.headers["Cache-Control"] = f"public, max-age={FOR_EVER}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # feed readers show our pictures on pages of their own
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@etag(lambda request, name: f'"{name}"')
def _file(request: HttpRequest, name: str) -> HttpResponseBase:
    try:
        file = default_storage.open(name)
    except OSError as error:
        raise Http404 from error
    return FileResponse(file, content_type=TYPES[name.rpartition(".")[2]])


def keep(content: bytes, ending: str) -> str:
    """Keep re-encoded bytes where they are served from; return their name, which is their digest.

    The same bytes are kept once. What a killed process left half written is written anew.
    """
    name = f"{_digest(content)}.{ending}"
    if not (default_storage.exists(name) and default_storage.size(name) == len(content)):
        default_storage.delete(name)
        saved = default_storage.save(name, ContentFile(content))
        if saved != name:  # another process wrote the same at the same time
            default_storage.delete(saved)
    return name


def keep_original(content: bytes, kind: str) -> str:
    """Keep what an editor uploaded, whole or not at all, never served; return its name."""
    folder = Path(settings.ORIGINALS_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{_digest(content)}.{kind.lower()}"
    write_whole(folder / name, content)
    return name


def original(name: str) -> bytes | None:
    """Return the bytes of the original `name`; None where there is none on this machine."""
    try:
        return (Path(settings.ORIGINALS_ROOT) / name).read_bytes() if name else None
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    """Delete the served file or the original of this name; it may be gone already."""
    default_storage.delete(name)
    (Path(settings.ORIGINALS_ROOT) / name).unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
