import pytest
from playwright.sync_api import expect

from tests.program import wait_for

pytestmark = pytest.mark.browser


def test_the_start_page_shows_the_sample_publication(page):
    answer = page.goto("/")

    assert answer.status == 200
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("link", name="Best Back Pain Exercises").first).to_be_visible()


def test_the_administrator_of_the_first_start_can_sign_in(page, program):
    page.goto("/admin/")

    page.get_by_label("Username").fill(program.admin_user)
    page.get_by_label("Password").fill(program.admin_password)
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_text("Background work")).to_be_visible()
    wait_for(lambda: "The worker is running." in page.reload().text(), 20)
