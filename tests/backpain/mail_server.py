"""A real mail server on loopback, with as much bad temper as a test asks for."""

import contextlib
import threading

from aiosmtpd.controller import Controller

from tests.program import free_port


class Post:
    """Keeps what arrives; `answers` maps a moment ("RCPT", "DATA") to answers given in turn."""

    def __init__(self, **answers):
        self.answers = {moment: list(given) for moment, given in answers.items()}
        self.arrived = []
        self.sessions = set()
        self.lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self._answer("RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self._answer("DATA")
        if answer.startswith("250"):
            with self.lock:
                self.arrived.append((envelope.rcpt_tos, envelope.content))
                self.sessions.add(session.peer)
        return answer

    def _answer(self, moment):
        return self.answers[moment].pop(0) if self.answers.get(moment) else "250 OK"


@contextlib.contextmanager
def listening(post, port=None):
    """Let `post` answer on loopback; yield the port."""
    controller = Controller(post, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
