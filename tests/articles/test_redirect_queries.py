"""Old addresses with parameters: those of WordPress have a meaning, others are carried over."""

import pytest

from tests.articles.factories import make_redirect
from tests.articles.old_addresses import leads, rename
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


class TestQueries:
    def test_parameters_are_carried_over_and_wordpress_ones_are_not(self, client):
        rename(make_article("Old"), "new")

        target = leads(client, "/old/?utm_source=letter&x=a%20b&replytocom=3")

        assert target == "/new/?utm_source=letter&x=a+b"

    def test_the_front_carries_them_too(self, front):
        rename(make_article("Old"), "new")

        answer = front.get("/old/?utm_source=letter&utm_medium=mail")

        assert (answer.status, answer.headers["Location"]) == (
            301,
            "/new/?utm_source=letter&utm_medium=mail",
        )

    def test_a_row_with_a_query_comes_before_the_one_without(self, client):
        make_redirect("/shop.php", url="/first/")
        make_redirect("/shop.php?id=5", url="/second/")

        assert leads(client, "/shop.php?id=5&utm_source=x") == "/second/?id=5&utm_source=x"
        assert leads(client, "/shop.php?id=6") == "/first/?id=6"

    def test_a_target_with_a_query_and_a_fragment_keeps_both(self, client):
        make_redirect("/old/", url="/new/?a=1#part")

        assert leads(client, "/old/?b=2") == "/new/?a=1&b=2#part"

    @pytest.mark.parametrize("name", ["p", "page_id", "attachment_id"])
    def test_a_wordpress_number_leads_to_what_was_imported_under_it(self, front, name):
        make_redirect("/?p=123", article=make_article("Backs"))

        answer = front.get(f"/?{name}=123&utm_source=x")

        assert (answer.status, answer.headers["Location"]) == (301, "/backs/?utm_source=x")

    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("/?m=202405", "/2024/05/"),
            ("/?m=2024", "/2024/"),
            ("/?m=20240512", "/2024/05/"),
            ("/?s=lower+back", "/search/?q=lower+back"),
            ("/?s=", "/search/"),
            ("/?feed=rss2", "/feed/"),
            ("/?feed=atom", "/feed/atom/"),
            ("/?feed=comments-rss2", "/comments/feed/"),
            ("/index.php?s=neck", "/search/?q=neck"),
            ("/backs/?replytocom=7", "/backs/"),
            ("/backs/?replytocom=7&utm_source=x", "/backs/?utm_source=x"),
            ("/backs/?feed=rss2", "/backs/feed/"),
            ("/category/back-pain/?feed=atom", "/category/back-pain/feed/atom/"),
        ],
    )
    def test_other_parameters_of_wordpress_have_their_address_here(self, front, path, target):
        make_article("Backs")

        assert front.get(path).headers.get("Location") == target

    def test_a_category_number_leads_to_what_was_imported_under_it(self, client):
        make_redirect("/?cat=4", category=make_category("Necks"))

        assert leads(client, "/?cat=4") == "/category/necks/"

    @pytest.mark.parametrize("query", ["p=999", "page_id=999", "attachment_id=9", "cat=9"])
    def test_a_number_that_nothing_has_is_a_404(self, client, query):
        assert leads(client, f"/?{query}") == 404

    @pytest.mark.parametrize("query", ["p=", "p=abc", "m=soon", "feed=x", "p=1%00"])
    def test_parameters_that_mean_nothing_show_the_home_page(self, client, query):
        assert client.get(f"/?{query}").status_code == 200
