"""The desk for redirects: a form that says what would not work, and the list."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import reverse

from articles.models import Redirect, Tag
from tests.articles.test_admin import change_fields
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_redirect_changelist")
ADD = reverse("admin:articles_redirect_add")


def add(client, path, url="", **fields):
    fields = {"path": path, "url": url, "kind": 301, "article": "", "reason": "", **fields}
    return client.post(ADD, fields, follow=True)


def problems(page) -> list[str]:
    """Return the sentences that a form shows at its fields."""
    lists = re.findall(r'<ul class="errorlist"[^>]*>(.*?)</ul>', page.text, re.DOTALL)
    return [unescape(words) for each in lists for words in re.findall("<li>(.*?)</li>", each)]


class TestTheForm:
    def test_a_path_is_kept_in_its_one_form(self, editor):
        make_article("Backs")

        add(editor, "https://old.example/Old%20Page?utm_source=x", "/backs/")

        assert Redirect.objects.get().path == "/old page/"

    @pytest.mark.parametrize("typed", ["/category/necks/", "http://localhost:8000/category/Necks"])
    def test_a_target_is_kept_as_the_thing_that_stands_there(self, editor, typed, client):
        category = make_category("Necks")

        add(editor, "/old/", typed)

        row = Redirect.objects.get()
        assert (row.category, row.url, row.origin) == (category, "", "manual")
        category.slug = "throats"
        category.save()
        assert client.get("/old/").headers["Location"] == "/category/throats/"

    def test_a_sign_that_no_address_has_is_refused(self, editor):
        page = add(editor, "/a%00/", "/b%00/")

        assert "Write a path of this site, such as /old-article/." in problems(page)

    def test_a_chosen_article_is_a_target(self, editor):
        article = make_article("Backs")

        add(editor, "/old/", article=article.pk)

        assert Redirect.objects.get().article == article

    def test_a_target_with_a_fragment_stays_an_address(self, editor):
        make_article("Backs")

        add(editor, "/old/", "/backs/#sources")

        assert Redirect.objects.get().url == "/backs/#sources"

    def test_an_address_of_a_list_page_stays_an_address(self, editor):
        make_category("Necks")

        add(editor, "/old/", "/category/necks/page/2/")

        assert Redirect.objects.get().url == "/category/necks/page/2/"

    def test_an_old_address_as_target_becomes_what_that_leads_to(self, editor):
        article = make_article("Backs")
        add(editor, "/older/", "/backs/")

        add(editor, "/oldest/", "/older/")

        assert Redirect.objects.get(path="/oldest/").article == article

    def test_another_site_is_allowed_and_pointed_out(self, editor):
        page = add(editor, "/old/", "https://example.org/x")

        assert "It leads to another site: example.org." in page.text
        assert Redirect.objects.get().url == "https://example.org/x"

    def test_gone_needs_no_target_and_may_name_an_article(self, editor, client):
        add(editor, "/old/", kind=410, reason="It was wrong.")
        add(editor, "/older/", kind=410, article=make_article("Backs").pk)

        assert "It was wrong." in client.get("/old/").text
        assert 'href="/backs/"' in client.get("/older/").text

    @pytest.mark.parametrize(
        ("path", "url", "words"),
        [
            ("/old/", "/nowhere/", "Nothing stands at /nowhere/."),
            ("/old/", "/old", "It would lead to itself."),
            ("/backs/", "/", "A page stands at /backs/: nobody would be led on."),
            ("/BACKS", "/", "A page stands at /backs/: nobody would be led on."),
            ("/category/back-pain/", "/", "A page stands at /category/back-pain/:"),
            ("/", "/backs/", "The home page stays where it is."),
            ("/?utm_source=x", "/backs/", "The home page stays where it is."),
            ("/admin/old/", "/backs/", "/admin/old/ belongs to the site itself."),
            ("/static/old.css", "/backs/", "/static/old.css belongs to the site itself."),
            ("/old/", "", "Choose an article or write an address."),
            ("/old/", "//evil.example/", "Write a path of this site, or a full address"),
            ("/old/", "/\\evil.example/", "Write a path of this site, or a full address"),
            ("/old/", "javascript:alert(1)", "Write a path of this site, or a full address"),
            ("/old/", "https://a@evil.example/", "Write a path of this site, or a full address"),
            ("/o\\ld/", "/backs/", "Write a path of this site, such as /old-article/."),
            ("http://[", "/backs/", "This is no address."),
        ],
    )
    def test_what_would_not_work_is_refused_with_a_sentence(self, editor, path, url, words):
        make_article("Backs")

        page = add(editor, path, url)

        assert any(problem.startswith(words) for problem in problems(page)), problems(page)
        assert not Redirect.objects.exists()

    def test_a_number_of_wordpress_is_a_path(self, editor, client):
        make_article("Backs")

        add(editor, "/?p=12", "/backs/")

        assert client.get("/?p=12").headers["Location"] == "/backs/"

    def test_a_circle_is_refused_and_named(self, editor):
        Redirect.objects.create(path="/b/", url="/c/")
        Redirect.objects.create(path="/c/", url="/a/")

        page = add(editor, "/a/", "/b/")

        assert "It would run in a circle: /a/ → /b/ → /c/ → /a/." in problems(page)

    def test_a_circle_of_others_is_no_target(self, editor):
        Redirect.objects.create(path="/b/", url="/c/")
        Redirect.objects.create(path="/c/", url="/b/")

        page = add(editor, "/a/", "/b/")

        assert "It would run in a circle: /a/ → /b/ → /c/ → /b/." in problems(page)

    def test_two_targets_are_one_too_many(self, editor):
        page = add(editor, "/old/", "/", article=make_article("Backs").pk)

        assert "Choose an article or write an address, not both." in problems(page)

    def test_one_address_has_one_redirect(self, editor):
        make_article("Backs")
        add(editor, "/old/", "/backs/")

        page = add(editor, "/OLD", "/backs/")

        assert "Redirect with this Old address already exists." in problems(page)

    def test_where_it_is_gone_only_an_article_is_named(self, editor):
        make_category("Necks")

        page = add(editor, "/old/", "/category/necks/", kind=410)

        assert "only an article can be named" in problems(page)[0]

    def test_what_readers_cannot_see_yet_is_pointed_out(self, editor):
        draft = make_article("Secret", status="draft")

        page = add(editor, "/old/", "/secret/")

        assert "Readers cannot see “Secret” now" in page.text
        assert Redirect.objects.get().article == draft

    def test_one_that_leads_to_a_tag_is_changed_without_losing_it(self, editor):
        tag = Tag.objects.create(name="Desk", slug="desk")
        row = Redirect.objects.create(path="/old/", tag=tag, hits=7)
        address = reverse("admin:articles_redirect_change", args=[row.pk])

        form = editor.get(address)
        fields = {"path": "/older/", "url": "/tag/desk/", "kind": 302, "article": "", "reason": ""}
        editor.post(address, fields)

        assert 'value="/tag/desk/"' in form.text
        row.refresh_from_db()
        assert (row.path, row.tag, row.url, row.kind, row.hits) == ("/older/", tag, "", 302, 7)


class TestTheList:
    def test_says_where_each_leads_and_how_often(self, editor):
        Redirect.objects.create(path="/a/", article=make_article("Backs"), hits=42)
        Redirect.objects.create(path="/b/", url="https://example.org/")
        Redirect.objects.create(path="/c/", kind=410)

        page = editor.get(LIST)

        assert "/backs/" in page.text
        assert "42" in page.text
        assert "https://example.org/ <strong>(another site)</strong>" in page.text
        assert "nothing: it is gone" in page.text

    def test_days_are_written_as_the_sites_language_does(self, editor, settings):
        settings.LANGUAGE_CODE = "de"
        used = datetime(2026, 5, 1, tzinfo=UTC)
        Redirect.objects.create(path="/a/", kind=410, hits=1, last_hit_at=used)

        assert '<td class="field-last_hit">01.05.2026</td>' in editor.get(LIST).text

    def test_is_searched_by_either_address_and_by_title(self, editor):
        Redirect.objects.create(path="/a/", article=make_article("Backs and knees", slug="x"))
        Redirect.objects.create(path="/b/", url="https://example.org/")

        for words in ["knees", "/a/", "x"]:
            assert "/a/" in editor.get(LIST, {"q": words}).text
        assert "/a/</a>" not in editor.get(LIST, {"q": "example.org"}).text

    def test_is_narrowed_to_what_nobody_uses(self, editor):
        Redirect.objects.create(path="/a/", url="/", hits=1)
        Redirect.objects.create(path="/b/", url="/")

        page = editor.get(LIST, {"use": "never"})

        assert "/b/</a>" in page.text
        assert "/a/</a>" not in page.text

    def test_costs_the_same_for_many(self, editor, django_assert_max_num_queries):
        for number in range(30):
            Redirect.objects.create(path=f"/{number}/", article=make_article())

        # session, user, three counts, the rows, the choices of the filters
        with django_assert_max_num_queries(10):
            editor.get(LIST)


def test_a_draft_that_is_renamed_as_it_is_published_leaves_no_redirect(editor):
    draft = make_article("Backs", status="draft")
    by_hand = Redirect.objects.create(path="/backs/", kind=410, reason="Out of date.")

    fields = change_fields(draft, slug="better", status="published", _publish="Publish")
    editor.post(reverse("admin:articles_article_change", args=[draft.pk]), fields)

    draft.refresh_from_db()
    assert (draft.slug, draft.status) == ("better", "published")
    assert list(Redirect.objects.values_list("pk", "reason")) == [(by_hand.pk, "Out of date.")]
