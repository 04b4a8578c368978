"""The way into the desk, as an administrator takes it."""

from playwright.sync_api import Page, expect

from tests.program import Program


def sign_in(page: Page, program: Program) -> None:
    """Open the desk of `program` and sign in."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(program.admin_user)
    page.get_by_label("Password").fill(program.admin_password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What needs you now")).to_be_visible()
