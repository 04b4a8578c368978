"""The addresses that a thing leaves behind when it is renamed, removed or moved in."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from articles.models import Article, Author, Redirect, Tag
from articles.redirects import keeping
from tests.articles.old_addresses import leads, rename
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db


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
