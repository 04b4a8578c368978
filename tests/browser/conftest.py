"""A running program and a browser: what every journey starts from."""

import os
import shutil
from contextlib import ExitStack

import pytest

from tests.browser.signing_in import sign_in
from tests.program import running

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in the tests' thread

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the chromium of the system."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("there is no chromium: on Debian apt install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*FLAGS, *sandbox]}


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """The program as shipped, with its sample publication and no captcha; one for all journeys.

    .url .admin_user .admin_password .var; .mail() reads the letters, .wait_for_letter(to) waits
    for one, .run("command", …) runs a management command on it.
    """
    with running(tmp_path_factory.mktemp("program") / "var", RECAPTCHA_KIND="none") as program:
        yield program


@pytest.fixture(scope="session")
def base_url(program):
    """What a journey's page.goto("/") is relative to."""
    return program.url


@pytest.fixture
def start_program(tmp_path_factory):
    """Start a program of one's own: start_program(RECAPTCHA_KIND="checkbox", …) returns it."""
    with ExitStack() as programs:

        def start(*options, **environment):
            var = tmp_path_factory.mktemp("program") / "var"
            return programs.enter_context(running(var, *options, **environment))

        yield start


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def has_script(request) -> bool:
    return bool(request.param)


@pytest.fixture
def reader(browser, program, has_script):
    """A page of a visitor; at the end no cookie was set and the policy blocked nothing."""
    program.run("shell", "-v0", "-c", "RateWindow.objects.all().delete()")
    context = browser.new_context(base_url=program.url, java_script_enabled=has_script)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    assert context.cookies() == []
    context.close()
    assert not [text for text in said if "Content Security Policy" in text]


@pytest.fixture
def administrator(browser, program):
    """A page of the desk, in a browser of its own beside the reader's."""
    context = browser.new_context(base_url=program.url)
    page = context.new_page()
    sign_in(page, program)
    yield page
    context.close()


@pytest.fixture
def desk(page, program):
    """The journey's own page, signed in."""
    sign_in(page, program)
    return page
