"""Web processes as `up` starts them, but each alone, so that a test can tell them apart."""

import http.client
import os
import re
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.program import ROOT, free_port, own_database, wait_for

HOST = "127.0.0.1:8000"  # the site's name, whichever process is asked
PASSWORD = "correct horse battery"
MAKE_ROWS = f"""
from django.contrib.auth.models import User
from tests.factories import make_article
User.objects.create_superuser("ada", password="{PASSWORD}")
make_article("First", slug="backs")
make_article("Rücken", slug="rücken")
"""


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def title(self):
        """What the page says it is about."""
        [heading] = re.findall("<h1.*?</h1>", self.text, re.DOTALL)
        return re.sub("<.*?>", "", heading).strip()


class WebProcess:
    """One Granian process; it remembers cookies as a browser does."""

    def __init__(self, environment):
        self.port = free_port()
        self.cookies = {}
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        command += ["--port", str(self.port), "--blocking-threads", "8", "--backpressure", "128"]
        command += ["--log-level", "error", "backpain.wsgi:application"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        wait_for(self.is_up, 30)
        self.pid = int(self.get("/livez").text.split()[1])  # the server's child, which answers

    def is_up(self):
        assert self.process.poll() is None, "it ended at once"
        try:
            return self.get("/livez").status == 200
        except OSError:
            return False

    def get(self, path, **headers):
        return self.ask("GET", path, {k.replace("_", "-"): v for k, v in headers.items()})

    def submit(self, path, **fields):
        """Send a form of the desk, with its token."""
        self.get(path)
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        return self.ask("POST", path, {"Content-Type": "application/x-www-form-urlencoded"}, body)

    def ask(self, method, path, headers, body=None):
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection):
            connection.request(method, path, body, {"Host": HOST, **headers})
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Reply(response.status, response.headers, response.read())

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@dataclass
class Site:
    """Two web processes on one database with two articles and a superuser."""

    environment: dict
    one: WebProcess
    other: WebProcess

    def run(self, code, check=True):
        """Run `code` in a third process of the site."""
        return manage(self.environment, "shell", "-v0", "-c", code, check=check)


@contextmanager
def two_processes(var):
    """Run the site twice with the folder `var`, on a database of its own."""
    with own_database() as database:
        environment = {
            **os.environ,
            "VAR_DIR": str(var),
            "SITE_URL": f"http://{HOST}",
            "SECRET_KEY": "only-for-tests",
            **database,
        }
        for arguments in [["migrate"], ["collectstatic", "--noinput"], ["shell", "-c", MAKE_ROWS]]:
            manage(environment, *arguments, "-v0")
        processes = []
        try:
            for _ in range(2):
                processes.append(WebProcess(environment))
            yield Site(environment, *processes)
        finally:
            for process in processes:
                process.stop()


def manage(environment, *arguments, check=True):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=check,
        stdout=subprocess.PIPE,
        text=True,
    )
