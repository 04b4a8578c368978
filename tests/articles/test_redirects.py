"""Old addresses: whatever was once linked leads to what stands for it now."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import now

from articles.models import Category
from articles.redirects import paths
from tests.articles.factories import make_redirect
from tests.articles.old_addresses import leads, rename
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


class TestSpellings:
    @pytest.mark.parametrize(
        "path",
        [
            *("/Backs/", "/BACKS/", "/backs", "//backs//", "/backs/amp/", "/backs/comment-page-3/"),
            *("/index.php/backs/", "/backs/page/1/", "/backs/2/", "/backs/page/3/"),
            *("/2024/05/backs/", "/2024/05/12/backs/", "/backs/embed/", "/index.php/Backs/amp"),
            *("/%62acks/amp/", "/backs/trackback/"),
        ],
    )
    def test_any_spelling_of_a_live_address_leads_to_it(self, client, path):
        make_article("Backs")

        assert leads(client, path) == "/backs/"

    @pytest.mark.parametrize("path", ["/Old", "/OLD/", "//old/", "/old/amp/", "/index.php/old/"])
    def test_any_spelling_of_an_old_address_leads_on_in_one_step(self, client, path):
        rename(make_article("Old"), "new")

        assert leads(client, path) == "/new/"

    def test_inner_categories_of_wordpress_are_found(self, client):
        make_category("Necks")

        assert leads(client, "/category/bodies/necks/") == "/category/necks/"
        assert leads(client, "/category/bodies/necks/page/2/") == "/category/necks/page/2/"

    def test_the_slash_is_still_appended_for_pages_without_a_slug(self, client):
        assert leads(client, "/newsletter") == "/newsletter/"

    def test_a_page_past_the_last_is_a_404_and_no_way_to_the_first(self, client):
        make_article("Backs")

        assert leads(client, "/category/back-pain/page/99/") == 404

    def test_a_draft_is_not_given_away_by_another_spelling(self, client):
        make_article("Backs", status="draft")

        assert leads(client, "/BACKS/") == 404

    @pytest.mark.parametrize("path", ["/ADMIN/", "/Admin/login/"])
    def test_the_desk_is_not_given_away_by_another_spelling(self, client, path):
        assert leads(client, path) == 404

    def test_a_file_of_the_old_site_is_found_by_its_row_only(self, client):
        article = make_article("Backs")
        make_redirect("/wp-content/uploads/2020/05/backs.jpg", article=article)

        assert leads(client, "/wp-content/uploads/2020/05/Backs.jpg") == "/backs/"
        assert leads(client, "/wp-content/uploads/2020/05/backs.png") == 404


class TestTargets:
    def test_a_temporary_redirect_is_a_302(self, client):
        make_redirect("/old/", kind=302, url="/elsewhere/")

        assert client.get("/old/").status_code == 302

    def test_another_site_is_reached_by_its_full_address(self, client):
        make_redirect("/old/", url="https://example.org/page")

        assert leads(client, "/old/") == "https://example.org/page"

    @pytest.mark.parametrize(
        "url",
        [
            *("//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
            *("https://good.example@evil.example/", "/\t/evil.example", "ftp://evil.example/"),
            *("https:///evil.example", "http://[", "evil.example"),
        ],
    )
    def test_a_row_that_would_lead_astray_is_not_followed(self, client, url):
        make_redirect("/old/", url=url)

        assert leads(client, "/old/") == 404

    @pytest.mark.parametrize(
        "path",
        ["//evil.example/", "//evil.example/..", "/\\evil.example/", "//evil.example/backs/"],
    )
    def test_no_request_is_led_to_another_site(self, front, path):
        make_article("Backs")

        target = front.get(path).headers.get("Location", "")

        assert not urlsplit(target).netloc
        assert not target.startswith(("//", "/\\"))

    @pytest.mark.parametrize(
        "fields", [{"status": "draft"}, {"publish_at": now() + timedelta(days=1)}]
    )
    def test_what_readers_may_not_see_is_not_given_away(self, client, fields):
        make_redirect("/old/", article=make_article("Secret", **fields))

        assert leads(client, "/old/") == 404

    def test_what_is_gone_says_so_and_why(self, client):
        other = make_article("Knees")
        make_redirect("/old/", kind=410, reason="It was about <hats>.", article=other)

        page = client.get("/old/")

        assert page.status_code == 410
        assert "It was about &lt;hats&gt;." in page.text
        assert 'href="/knees/"' in page.text
        assert "noindex" in page.text

    def test_a_row_that_leads_to_itself_is_a_404(self, client):
        make_redirect("/old/", url="/old/?again=1")

        assert leads(client, "/old/") == 404

    def test_a_post_is_not_led_anywhere(self, client):
        make_redirect("/old/there/", url="/new/")

        assert client.post("/old/there/", {"a": "b"}).status_code == 404

    def test_a_head_is_led_like_a_get(self, client):
        make_redirect("/old/", url="/new/")

        assert client.head("/old/").headers["Location"] == "/new/"

    def test_with_debug_on_it_works_too(self, client, settings):
        settings.DEBUG = True
        make_redirect("/old/", url="/new/")

        assert leads(client, "/old/") == "/new/"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/Old/", "/old/"),
        ("old", "/old/"),
        ("https://www.example.org//Old//Page", "/old/page/"),
        ("/a/b.HTML/", "/a/b.html"),
        ("/?P=12&utm_source=x", "/?p=12"),
        ("/x/?b=2&a=1#part", "/x/?a=1&b=2"),
        ("/r%C3%BCcken/", "/rücken/"),
        ("/ru\u0308cken/", "/rücken/"),
        ("/%FF/", "/\ufffd/"),
        ("", "/"),
    ],
)
def test_an_address_is_kept_in_one_form(address, path):
    assert paths.kept(address) == path


def test_a_category_is_not_asked_for_more_than_it_takes(client, django_assert_max_num_queries):
    category = Category.objects.create(name="Old", slug="old")
    rename(category, "new")

    with django_assert_max_num_queries(3):  # redirects, articles, categories
        assert leads(client, "/category/old/page/3/") == "/category/new/page/3/"
