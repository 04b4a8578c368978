"""What programs ask for at fixed addresses: robots.txt, security.txt, the web manifest, icons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.timezone import now
from django.utils.translation import get_language, get_language_bidi

from backpain import pages, text
from backpain.addresses import absolute
from backpain.models import Publication

PAPER = "#fbfaf6"  # --paper of site.css, which a manifest cannot read
SECURITY = ".well-known/security.txt"
ICONS = {
    "favicon.ico": ("favicon.ico", "image/x-icon"),
    "apple-touch-icon.png": ("icon-180.png", "image/png"),
    "apple-touch-icon-precomposed.png": ("icon-180.png", "image/png"),
}
FOLDER = Path(__file__).parent / "static" / "img"


@pages.public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave out (RFC 9309), and where the sitemap is.

    That is search alone: its pages are without number and each costs a query. Forms and private
    pages say noindex themselves, which a crawler must be let in to read; the desk's address is
    nobody's business.
    """
    lines = ["User-agent: *", "Disallow: /search/", "", f"Sitemap: {absolute('/sitemap.xml')}"]
    return _plain(lines)


@pages.public_page
def security(request: HttpRequest) -> HttpResponse:
    """Tell who finds a weakness where to report it (RFC 9116); 404 where no contact is set.

    The file must expire within a year and renews itself on the first day of every month.
    """
    contact = text.one_line(Publication.current().security_contact)
    if not contact:
        raise Http404
    expires, renewed = _months()
    pages.until(request, renewed)
    lines = [
        f"Contact: {_contact(contact)}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE.partition('-')[0]}",
        f"Canonical: {absolute('/' + SECURITY)}",
    ]
    return _plain(lines)


@pages.public_page
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site to a browser that puts it on a home screen (W3C, Web App Manifest)."""
    publication = Publication.current()
    name = text.one_line(publication.name)
    data = {
        "name": name,
        "short_name": name,
        "description": text.one_line(publication.tagline),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",  # it is to read, and a reader wants to go back
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            _icon("icon-192.png", 192, "any"),
            _icon("icon-512.png", 512, "any"),
            _icon("icon-maskable-512.png", 512, "maskable"),
        ],
    }
    return JsonResponse(
        data,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def routes() -> list[URLPattern]:
    """Return the addresses of all these."""
    return [
        path("robots.txt", robots, name="robots"),
        path(SECURITY, security, name="security"),
        path("manifest.webmanifest", manifest, name="manifest"),
        *(path(name, _file(*file)) for name, file in ICONS.items()),
    ]


def _file(name: str, content_type: str) -> Callable[..., HttpResponse]:
    """Return a view that serves an icon, for browsers that look for it without being told."""

    @pages.public_page
    def icon(request: HttpRequest) -> HttpResponse:
        return HttpResponse((FOLDER / name).read_bytes(), content_type=content_type)

    return icon


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _contact(contact: str) -> str:
    """Return an address of mail or of a page as a URI, as RFC 9116 §2.5.3 wants it."""
    if contact.startswith(("https://", "mailto:", "tel:")):
        return contact
    if "@" in contact and "/" not in contact:
        return f"mailto:{contact}"
    return "https://" + contact.removeprefix("http://")


def _months() -> tuple[datetime, datetime]:
    """Return when what is said now expires, in about half a year, and when it is said anew."""
    today = now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = today.replace(day=1)
    return (first + timedelta(days=200)).replace(day=1), (first + timedelta(days=32)).replace(day=1)


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    address = static(f"img/{name}")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
