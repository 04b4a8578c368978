"""Old addresses: whatever was once linked leads to what stands for it now."""

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import now

from articles.models import Article, Author, Category, Redirect, Tag
from articles.redirects import keeping, paths
from articles.redirects.hits import Hits
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db


def rename(thing, slug):
    """Give `thing` another slug, as the desk does."""
    old, thing.slug = thing.slug, slug
    thing.save()
    return keeping.renamed(thing, old)


def make_redirect(path, **fields) -> Redirect:
    return Redirect.objects.create(path=path, **fields)


def leads(client, path, **extra):
    """Return where `path` leads in one step; the status if it leads nowhere."""
    if path.startswith("//"):  # Django's client would take it for another host
        path, extra = "/", {"PATH_INFO": path}
    answer = client.get(path, **extra)
    return answer.headers.get("Location", answer.status_code)


class TestRenaming:
    def test_an_articles_old_address_leads_to_it(self, client):
        rename(make_article("Backs"), "better-backs")

        answer = client.get("/backs/")

        assert (answer.status_code, answer.headers["Location"]) == (301, "/better-backs/")

    def test_no_browser_keeps_a_redirect_that_may_be_taken_back(self, client):
        rename(make_article("Backs"), "better-backs")

        assert client.get("/backs/").headers["Cache-Control"] == "no-cache"

    def test_twice_renamed_each_old_address_leads_there_in_one_step(self, client):
        article = make_article("Backs")
        rename(article, "better-backs")
        rename(article, "best-backs")

        assert leads(client, "/backs/") == leads(client, "/better-backs/") == "/best-backs/"

    def test_renamed_back_it_stands_where_it_stood(self, client):
        article = make_article("Backs")
        rename(article, "better-backs")
        rename(article, "backs")

        assert client.get("/backs/").status_code == 200
        assert leads(client, "/better-backs/") == "/backs/"
        assert not Redirect.objects.filter(path="/backs/").exists()

    def test_what_is_published_at_an_old_address_takes_it(self, client):
        first = make_article("Backs")
        rename(first, "better-backs")

        keeping.renamed(second := make_article("New", slug="backs"), "backs")

        assert not Redirect.objects.exists()
        rename(second, "newer")
        assert leads(client, "/backs/") == "/newer/"

    def test_a_draft_takes_nothing_that_readers_find(self, client):
        rename(make_article("Backs"), "better-backs")

        keeping.renamed(make_article("New", slug="backs", status="draft"), "backs")

        assert leads(client, "/backs/") == "/better-backs/"

    @pytest.mark.parametrize(
        "fields", [{"status": "draft"}, {"publish_at": now() + timedelta(days=1)}]
    )
    def test_an_address_that_was_never_public_is_not_kept(self, fields):
        assert rename(make_article("Backs", **fields), "better-backs") is None
        assert not Redirect.objects.exists()

    def test_a_draft_that_was_public_keeps_its_address(self, client):
        article = make_article("Backs", status="draft", was_public=True)
        rename(article, "better-backs")

        assert leads(client, "/backs/") == 404
        Article.objects.update(status="published")
        assert leads(client, "/backs/") == "/better-backs/"

    def test_what_stands_below_an_article_is_found_too(self, client):
        rename(make_article("Backs"), "better-backs")

        assert leads(client, "/backs/comment/") == "/better-backs/comment/"
        assert leads(client, "/backs/nothing-we-know/") == 404

    @pytest.mark.parametrize(
        ("make", "word"),
        [
            (lambda: make_category("Old"), "category"),
            (lambda: Tag.objects.create(name="Old", slug="old"), "tag"),
            (lambda: make_author("Old"), "author"),
        ],
    )
    def test_the_lists_of_a_renamed_term_are_found_page_by_page(self, client, make, word):
        rename(make(), "new")

        assert leads(client, f"/{word}/old/") == f"/{word}/new/"
        assert leads(client, f"/{word}/old/page/2/") == f"/{word}/new/page/2/"

    def test_slugs_in_other_scripts_are_found(self, client):
        rename(make_article("Rücken", slug="rücken"), "schöner-rücken")

        assert leads(client, "/r%C3%BCcken/") == "/sch%C3%B6ner-r%C3%BCcken/"

    def test_the_same_address_of_two_kinds_of_thing_stays_two(self, client):
        rename(make_category("Necks"), "throats")
        rename(make_article("Necks"), "collars")

        assert leads(client, "/category/necks/") == "/category/throats/"
        assert leads(client, "/necks/") == "/collars/"


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


class TestRemoving:
    def test_a_removed_term_is_gone_with_all_its_addresses(self, client):
        tag = Tag.objects.create(name="Old", slug="old")
        rename(tag, "new")

        keeping.removed(tag)
        tag.delete()

        for path in ["/tag/old/", "/tag/new/", "/tag/new/page/2/"]:
            page = client.get(path)
            assert page.status_code == 410
            assert "The tag “Old” is no longer kept." in page.text

    def test_a_removed_category_leads_to_the_wider_one(self, client):
        wide = make_category("Bodies")
        narrow = make_category("Necks", parent=wide)
        rename(narrow, "throats")

        keeping.removed(narrow)
        narrow.delete()

        assert leads(client, "/category/throats/") == "/category/bodies/"
        assert leads(client, "/category/necks/") == "/category/bodies/"

    def test_made_again_it_has_its_address_again(self, client):
        author = Author.objects.create(name="Old", slug="old")
        keeping.removed(author)
        author.delete()

        keeping.renamed(Author.objects.create(name="Old", slug="old"), "old")

        assert client.get("/author/old/").status_code == 200
        assert not Redirect.objects.exists()


class TestRemembering:
    def test_an_import_says_where_a_thing_was(self, client):
        article = make_article("Backs")

        keeping.remember("https://old.example/2020/Old%20Backs/?utm_source=x#top", article)

        row = Redirect.objects.get()
        assert (row.path, row.origin, row.thing) == ("/2020/old backs/", "imported", article)
        assert leads(client, "/2020/old%20backs") == "/backs/"

    def test_said_twice_it_is_one_row(self):
        article, other = make_article("Backs"), make_category("Necks")

        keeping.remember("/old/", article)
        keeping.remember("/old/", other)

        assert Redirect.objects.get().thing == other

    def test_its_own_address_needs_no_row(self):
        assert keeping.remember("/backs/", make_article("Backs")) is None
        assert not Redirect.objects.exists()

    @pytest.mark.parametrize("address", ["/" + "x" * 500, "http://["])
    def test_what_is_no_address_is_refused(self, address):
        with pytest.raises(ValueError):  # noqa: PT011 (of two kinds)
            keeping.remember(address, make_article("Backs"))


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


class TestHits:
    def test_each_use_is_counted(self, client, counted):
        row = make_redirect("/old/", url="/new/")

        for _time in range(3):
            client.get("/old/")
        counted.write()

        row.refresh_from_db()
        assert row.hits == 3
        assert row.last_hit_at
        assert now() - row.last_hit_at < timedelta(minutes=1)

    def test_a_use_asks_the_database_for_nothing_but_the_row(
        self, client, django_assert_num_queries
    ):
        make_redirect("/old/", url="/new/")

        with django_assert_num_queries(3):  # the article, redirects and articles there
            client.get("/old/")

    def test_what_is_remembered_is_bounded(self, monkeypatch):
        monkeypatch.setattr("articles.redirects.hits.MOST", 2)
        rows = [make_redirect(f"/old-{number}/", url="/new/") for number in range(3)]
        hits = Hits()

        for row in [*rows, rows[0]]:
            hits.count(row)
        hits.write()

        assert list(Redirect.objects.order_by("path").values_list("hits", flat=True)) == [2, 1, 0]

    def test_what_the_database_refuses_is_given_up(self, counted, monkeypatch, caplog):
        counted.count(make_redirect("/old/", url="/new/"))
        monkeypatch.setattr("articles.redirects.hits.F", lambda name: object())

        counted.write()

        assert "could not be written" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_they_are_written_by_themselves_and_the_thread_ends(self, monkeypatch):
        monkeypatch.setattr("articles.redirects.hits.PAUSE", 0.05)
        row = make_redirect("/old/", url="/new/")
        others, hits = set(threading.enumerate()), Hits()

        hits.count(row)
        [writer] = set(threading.enumerate()) - others
        writer.join(10)

        row.refresh_from_db()
        assert row.hits == 1
        assert not writer.is_alive()


def test_a_category_is_not_asked_for_more_than_it_takes(client, django_assert_max_num_queries):
    category = Category.objects.create(name="Old", slug="old")
    rename(category, "new")

    with django_assert_max_num_queries(3):  # redirects, articles, categories
        assert leads(client, "/category/old/page/3/") == "/category/new/page/3/"
