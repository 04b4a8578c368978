"""What editors uploaded is kept whole, or not at all."""

import resource
from contextlib import contextmanager

import pytest

from backpain import media


@contextmanager
def little_room(most: int):
    """Let no file become larger than `most` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_original_for_which_there_is_no_room_leaves_nothing_behind(settings, tmp_path):
    settings.ORIGINALS_ROOT = folder = tmp_path / "originals"

    with little_room(1000), pytest.raises(OSError, match="File too large"):
        media.keep_original(bytes(100_000), "JPEG")

    assert list(folder.iterdir()) == []


def test_an_original_comes_back_letter_for_letter(settings, tmp_path):
    settings.ORIGINALS_ROOT = tmp_path / "originals"

    name = media.keep_original(b"a picture", "JPEG")

    assert name.endswith(".jpeg")
    assert media.original(name) == b"a picture"
