"""What editors uploaded: served re-encoded under a name that never means anything else."""

import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

FOR_EVER = 365 * 24 * 60 * 60


@require_safe
def serve(request: HttpRequest, name: str) -> FileResponse:
    """Send the re-encoded file `name`; a browser may keep it for ever and run nothing in it."""
    try:
        response = FileResponse(default_storage.open(name), content_type="image/webp")
    except OSError as error:
        raise Http404 from error
    response.headers["Cache-Control"] = f"public, max-age={FOR_EVER}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def keep_original(content: bytes, kind: str) -> Path:
    """Keep what an editor uploaded under var/originals, whole or not at all; never served."""
    folder = Path(settings.ORIGINALS_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(content).hexdigest()[:32]}.{kind.lower()}"
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
    return path
