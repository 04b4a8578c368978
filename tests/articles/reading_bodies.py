"""Bodies as the tests read them."""

from articles.body import read

SITE = "https://journal.example"


def shown(source, **how) -> str:
    """Return the running HTML, a mark for each piece between."""
    return "".join(
        getattr(piece, "html", f"<{type(piece).__name__}>") for piece in read(source, **how).pieces
    )
