"""A captcha's provider on this machine: it answers over TLS what a test tells it to."""

import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

# What a browser gets for the captcha's script: a box to tick, whose answer can run out.
SCRIPT = b"""
window.grecaptcha = {
  render(slot, options) {
    slot.innerHTML = '<label><input type="checkbox" id="robot"> I am not a robot</label>' +
      '<textarea name="g-recaptcha-response" aria-label="token" hidden></textarea>';
    const [box, token] = [slot.querySelector("input"), slot.querySelector("textarea")];
    box.addEventListener("change", () => {
      token.value = "a-token";
      options.callback(token.value);
    });
    window.runOut = () => {
      token.value = "";
      options["expired-callback"]();
    };
    this.reset = () => { box.checked = false; };
    return 0;
  },
};
window[new URL(document.currentScript.src).searchParams.get("onload")]();
"""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing of a client that went away."""


class Provider:
    """Answers every question with `status` and `body`, after `delay` seconds, or not at all."""

    def __init__(self, authority, names=("localhost",)) -> None:
        self.asked: list[dict[str, str]] = []
        self.loaded: list[str] = []  # the addresses that browsers asked for
        self.status, self.body, self.delay, self.hangs_up = 200, b"", 0.0, False
        self.says({"success": True, "hostname": "127.0.0.1"})
        self._server = Server(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(context)
        self._server.socket = context.wrap_socket(
            self._server.socket,
            server_side=True,
            do_handshake_on_connect=False,  # else one failed handshake ends the server
        )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def domain(self) -> str:
        return f"localhost:{self._server.server_address[1]}"

    def says(self, answer: object) -> None:
        self.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(provider):  # noqa: N805 (the handler has a self of its own)
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                provider.loaded.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Content-Length", str(len(SCRIPT)))
                self.end_headers()
                self.wfile.write(SCRIPT)

            def do_POST(self):
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = parse_qs(sent, keep_blank_values=True)
                provider.asked.append({name: values[0] for name, values in fields.items()})
                time.sleep(provider.delay)
                if provider.hangs_up:
                    self.connection.close()
                    return
                self.send_response(provider.status)
                self.send_header("Content-Length", str(len(provider.body)))
                self.end_headers()
                self.wfile.write(provider.body)

        return Handler
