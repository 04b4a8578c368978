"""A web server on loopback for tests of links, and the seam through which only tests reach it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from articles.links import guard


class LinkServer:
    """Answers what `pages` says for a path: a status, or a status with where it leads."""

    def __init__(self, tls=None):
        """tls: the context of a server that speaks https."""
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []
        self.heads: list[dict[str, str]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                owner.asked.append((self.command, self.path))
                owner.heads.append(dict(self.headers))
                page = owner.pages.get(self.path, 404)
                page = page(self) if callable(page) else page
                if page is None:
                    return
                status, location = page if isinstance(page, tuple) else (page, "")
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(b"x" * 10_000)

            do_HEAD = answer  # noqa: N815 (names of the standard library)
            do_GET = answer  # noqa: N815

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def servers(self, url):
        """Stand in for `guard.servers`: public names lead here, all else to the guard itself."""
        real = urlsplit(url)
        if real.scheme == self.scheme and (real.hostname or "").endswith(".example"):
            return [guard.Server(real.scheme, real.hostname, "127.0.0.1", self.port)]
        return REAL_SERVERS(url)


REAL_SERVERS = guard.servers
