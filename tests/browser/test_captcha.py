"""The captcha in a real browser, its provider a server on this machine: nobody loses a word."""

import re
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Page, expect

from tests.comments.provider import Provider
from tests.program import Program, running

pytestmark = pytest.mark.browser

ARTICLE = "/best-back-pain-exercises/"
WORDS = "What I wrote over a quarter of an hour, and would not like to write again."


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[trustme.CA, Path]:
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return authority, file


@pytest.fixture(scope="module")
def provider(certificate):
    provider = Provider(certificate[0])
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def site(provider, certificate, tmp_path_factory):
    """A site whose captcha lives on the provider; what passes the check appears at once."""
    environment = {
        "RECAPTCHA_KIND": "checkbox",
        "RECAPTCHA_DOMAIN": provider.domain,
        "SSL_CERT_FILE": str(certificate[1]),
        "NO_PROXY": "localhost",
        "no_proxy": "localhost",
    }
    with running(tmp_path_factory.mktemp("captcha") / "var", **environment) as program:
        run(program, "Publication.objects.update(moderation='off')")
        yield program


@pytest.fixture
def reader(browser, site, provider):
    """A page of a visitor who trusts the provider; nothing was blocked by the policy."""
    run(site, "RateWindow.objects.all().delete()")
    provider.asked.clear()
    provider.loaded.clear()
    provider.says({"success": True, "hostname": "127.0.0.1"})
    context = browser.new_context(base_url=site.url, ignore_https_errors=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert not [text for text in said if "Content Security Policy" in text]


def run(program: Program, code: str) -> str:
    models = "from backpain.models import *; from comments.models import *; "
    return str(program.run("shell", "-v0", "-c", models + code).stdout).strip()


def write(page: Page, name: str, words: str = WORDS) -> None:
    page.goto(ARTICLE)
    page.get_by_label("Comment *").fill(words)
    page.get_by_label("Name *").fill(name)
    page.get_by_label("E-mail *").fill(f"{name.lower()}@example.org")


def post(page: Page) -> None:
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**/comments/status/**")


def verdict(program: Program, name: str) -> str:
    return run(program, f"print(Comment.objects.get(name={name!r}).captcha_verdict)")


def wait_for_verdict(page: Page, program: Program, name: str) -> str:
    for _ in range(60):
        if (said := verdict(program, name)) not in {"", "asking"}:
            return said
        page.wait_for_timeout(200)
    raise AssertionError("the worker did not judge the comment")


def test_nobody_else_hears_of_a_reader_until_the_form_is_entered(reader, site, provider):
    hosts = set()
    reader.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    reader.goto(ARTICLE)
    reader.mouse.wheel(0, 100_000)
    reader.wait_for_load_state("networkidle")

    assert hosts == {site.url.removeprefix("http://")}
    assert provider.loaded == []

    reader.get_by_label("Comment *").focus()
    expect(reader.get_by_label("I am not a robot")).to_be_visible()

    [asked] = provider.loaded
    assert asked.startswith("/recaptcha/api.js?")


def test_a_comment_that_passes_appears_by_itself_where_the_publication_lets_it(
    reader, site, provider
):
    write(reader, "Passing")
    reader.get_by_label("I am not a robot").check()

    post(reader)

    assert wait_for_verdict(reader, site, "Passing") == "passed"
    assert provider.asked[0]["response"] == "a-token"
    reader.reload()
    expect(reader.get_by_text("Published", exact=True)).to_be_visible()
    reader.goto(ARTICLE)
    expect(reader.locator(".comments").get_by_text(WORDS)).to_be_visible()


def test_an_expired_check_renews_itself_and_keeps_the_words(reader, site):
    write(reader, "Expiring")
    reader.get_by_label("I am not a robot").check()

    reader.evaluate("runOut()")

    expect(reader.get_by_text("The check expired and was renewed.")).to_be_visible()
    expect(reader.get_by_label("I am not a robot")).not_to_be_checked()
    expect(reader.get_by_label("Comment *")).to_have_value(WORDS)
    post(reader)
    expect(reader.get_by_text(WORDS)).to_be_visible()
    expect(reader.get_by_text("Waiting", exact=True)).to_be_visible()
    assert verdict(site, "Expiring") == "missing"


def test_who_goes_back_after_sending_is_asked_again_because_an_answer_counts_once(reader):
    write(reader, "Returning")
    reader.get_by_label("I am not a robot").check()

    # as a browser does that kept the page alive; the one that tests drive never keeps any
    reader.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    expect(reader.get_by_label("I am not a robot")).not_to_be_checked()
    expect(reader.get_by_label("Comment *")).to_have_value(WORDS)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("Late", {"success": False, "error-codes": ["timeout-or-duplicate"]}, "expired"),
        ("Refused", {"success": False, "error-codes": ["invalid-input-response"]}, "failed"),
        ("Garbled", b"<html>", "unavailable"),
    ],
)
def test_whatever_the_provider_says_the_comment_is_kept_and_waits(
    reader, site, provider, name, answer, said
):
    provider.says(answer)
    write(reader, name, f"{WORDS} {name}")
    reader.get_by_label("I am not a robot").check()

    post(reader)

    assert wait_for_verdict(reader, site, name) == said
    reader.reload()
    expect(reader.get_by_text("Waiting", exact=True)).to_be_visible()
    expect(reader.get_by_text(f"{WORDS} {name}")).to_be_visible()


def test_a_provider_out_of_reach_stops_nobody(reader, site, provider):
    reader.route(re.compile("/recaptcha/api.js"), lambda route: route.abort())
    write(reader, "Blocked")

    post(reader)

    expect(reader.get_by_text(WORDS)).to_be_visible()
    assert verdict(site, "Blocked") == "missing"
    assert "reload the page" not in reader.content()


def test_without_javascript_a_comment_is_kept_and_nobody_is_contacted(
    reader, site, provider, browser
):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    write(page, "Plain")

    post(page)

    expect(page.get_by_text(WORDS)).to_be_visible()
    assert verdict(site, "Plain") == "missing"
    assert provider.loaded == []
    context.close()
