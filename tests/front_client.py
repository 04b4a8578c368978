"""A client of the site as a server calls it: Django with the front before it."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote_to_bytes, urlencode

from django.conf import settings

from backpain.front import Front


@dataclass
class Answer:
    """What a server would send."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class FrontClient:
    """Asks `backpain.wsgi.application`, with nothing yet in memory."""

    def __init__(self, **options) -> None:
        from backpain import wsgi  # sets logging up, and reads the folder of static files

        self.application = Front(wsgi.application.django, **options)

    def get(self, path: str, **headers: str) -> Answer:
        """GET `path`; `headers` as keywords, e.g. accept_encoding="gzip"."""
        return self.ask("GET", path, headers)

    def head(self, path: str, **headers: str) -> Answer:
        return self.ask("HEAD", path, headers)

    def post(self, path: str, data: dict[str, str] | bytes = b"", **headers: str) -> Answer:
        """POST a form, or the very bytes given."""
        body = data if isinstance(data, bytes) else urlencode(data).encode()
        headers.setdefault("content_type", "application/x-www-form-urlencoded")
        return self.ask("POST", path, headers, body)

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        started = []

        def start(status, sent, exc_info=None, /):
            started.append((status, sent))
            return content.write

        content = BytesIO()
        chunks = self.application(environ(method, path, headers, body), start)
        for chunk in chunks:
            content.write(chunk)
        if hasattr(chunks, "close"):
            chunks.close()
        ((status, sent),) = started
        return Answer(int(status.split()[0]), dict(sent), content.getvalue())


def environ(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> dict:
    """Return the WSGI environment of a request to the site's own address."""
    path, _, query = path.partition("?")
    scheme, _, host = settings.SITE_URL.partition("://")
    named = {name.upper(): value for name, value in headers.items()}
    special = {name: named.pop(name) for name in ("REMOTE_ADDR", "CONTENT_TYPE") if name in named}
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": host,
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(body),
        **special,
        **{f"HTTP_{name}": value for name, value in named.items()},
    }
