from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from backpain.models import Publication


def publication(request: HttpRequest) -> dict[str, Any]:
    """Give every template `publication`, read from the database only where it is used."""
    return {"publication": SimpleLazyObject(Publication.current)}
