"""An article as readers would find it, at the desk and by a link for people without an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils.timezone import now

from articles import retention
from articles.models import Article, PreviewLink, Series, Tag
from articles.previews import links
from articles.previews.links import USES
from articles.revisions import saving
from backpain import addresses
from backpain.models import PageTag
from tests.articles.factories import make_exercise, make_indexed
from tests.articles.test_admin import article_fields, change_url, picture_upload, saved_fields
from tests.articles.test_drafts import SOURCE
from tests.crawling import crawl
from tests.factories import make_article, make_author, make_page
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
PRIVATE = {
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def boss(admin_user):
    return admin_user


def draft_of(article: Article, by: User, **words) -> Article:
    """Write a draft beside `article`, or as its text where readers do not see it."""
    saving.save(article, {**saving.written(article), **words}, by)
    article.refresh_from_db()
    return article


def unpublished(title: str = "Secret walking", **fields) -> Article:
    return make_article(title, status=Article.Status.DRAFT, **fields)


def preview_url(article: Article) -> str:
    return reverse("admin:articles_article_preview", args=[article.pk])


def links_url(article: Article) -> str:
    return reverse("admin:articles_article_previews", args=[article.pk])


def link_to(article: Article, by: User, **asked) -> str:
    """Make a link and return its path."""
    _link, address = links.make(article, label="Dr Lee", by=by, **asked)
    return address.removeprefix("http://127.0.0.1:8000")


def everything() -> dict[str, list[dict]]:
    """Return all rows of all tables."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model.__name__ != "Session"
    }


def typed_into(client, article: Article, **fields) -> dict[str, object]:
    return dict(as_posted(client.get(change_url(article)))) | fields


def words_of(page: str) -> str:
    """Return the article of a page, without what stands around it."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", main)


def bare(words: str) -> str:
    """Return a page without what a preview leaves out."""
    for element, name in (
        *(("details", "share"), ("details", "report")),
        *(("section", "signup"), ("section", "comments")),
    ):
        words = re.sub(f'<{element} class="{name}".*?</{element}>', "", words)
    words = re.sub(r"<script[^>]*share.js[^>]*></script>", "", words)
    return re.sub(r">\s+<", "><", words)


class TestThePage:
    def test_it_is_the_page_that_a_publication_gives(self, editor, boss, client):
        series = Series.objects.create(name="First steps", slug="first-steps")
        before = make_article("Before", series=series, series_position=1)
        article = unpublished("Walking", series=series, series_position=2)
        make_exercise()
        words = {
            "title": "Walking well",
            "standfirst": "It helps.",
            "body": '<h2>Why</h2><p>Because.</p><hr class="exercise" data-exercise="pelvic-tilt">',
            "tags": [Tag.objects.create(name="Knees", slug="knees").pk],
            "authors": [make_author("Rosa Second").pk],
            "related": [make_article("Further").pk],
            "sources": [{"citation": "A trial", "kind": "study", "doi": "10.1000/a"}],
            "changes": [{"kind": "update", "text": "New.", "at": now().isoformat()}],
        }
        draft_of(article, boss, **words)

        preview = editor.get(preview_url(article)).text

        saving.publish(article, boss)
        page = client.get("/walking/").text
        for shown in (
            *("Walking well", "It helps.", "Because.", "Rosa Second", "Knees", "Further"),
            *("A trial", "10.1000/a", "Part 2 of 2", before.title, "New."),
        ):
            assert shown in words_of(preview), shown
            assert shown in words_of(page), shown
        assert bare(words_of(preview)) == bare(words_of(page))

    def test_nothing_is_written(self, editor, boss):
        article = draft_of(make_indexed("Walking"), boss, title="Secret", body="<p>Other.</p>")
        address = link_to(article, boss)
        opened = typed_into(editor, article, title="Typed", **SOURCE)
        revision = article.revisions.kept()[0]
        version = reverse("admin:articles_article_preview_version", args=[article.pk, revision.pk])
        before = everything()

        assert editor.get(preview_url(article)).status_code == 200
        assert editor.get(version).status_code == 200
        assert editor.post(preview_url(article), opened).status_code == 200
        assert editor.post(f"{ADD}preview/", article_fields(slug="typed")).status_code == 200
        assert editor.get(address).status_code == 302

        assert everything() == before

    def test_readers_see_nothing_of_it(self, editor, boss, client):
        article = draft_of(make_indexed("Walking"), boss, title="Secret words")
        new = unpublished("Secret new words")

        assert "Secret words" in editor.get(preview_url(article)).text
        assert "Secret new words" in editor.get(preview_url(new)).text

        for address in ("/", "/walking/", "/feed/", "/search/?q=secret", "/sitemap.xml"):
            assert "Secret" not in client.get(address).text, address
        assert client.get("/secret-new-words/").status_code == 404

    def test_it_tells_no_search_engine_anything(self, editor, boss, settings):
        article = unpublished(canonical_url="https://elsewhere.example/", seo_title="Found")

        for page in (editor.get(preview_url(article)), editor.get(link_to(article, boss))):
            assert '<meta name="robots" content="noindex">' in page.text
            assert "<title>Preview: Found" in page.text
            for told in ('rel="canonical"', "application/rss+xml", "ld+json", "og:", "elsewhere"):
                assert told not in page.text, told
            for name, value in PRIVATE.items():
                assert page.headers[name] == value
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            assert "nonce" not in page.headers["Content-Security-Policy"]

    def test_nothing_can_be_sent_from_it(self, editor):
        article = unpublished(body='<p>One.</p><hr class="newsletter"><p>Two.</p>')

        page = editor.get(preview_url(article)).text

        assert 'method="post"' not in page
        assert "share__links" not in page
        assert "/secret-walking/" not in page

    def test_a_page_is_shown_as_a_page(self, editor):
        page = make_page("About us", status=Article.Status.DRAFT)

        shown = editor.get(preview_url(page))

        assert shown.status_code == 200
        assert "byline" not in words_of(shown.text)

    @pytest.mark.parametrize(
        "state",
        [
            {"status": Article.Status.WITHDRAWN, "withdrawn_reason": "Wrong."},
            {"publish_at": now() - timedelta(9), "unpublish_at": now() - timedelta(1)},
        ],
    )
    def test_what_left_is_shown_as_if_it_were_published(self, editor, client, state):
        article = make_article("Walking", **state)
        assert client.get("/walking/").status_code == (410 if "status" in state else 404)

        assert "Words." in editor.get(preview_url(article)).text

    def test_what_is_to_come_has_its_day(self, editor):
        article = make_article("Walking", publish_at=now() + timedelta(400))

        page = editor.get(preview_url(article)).text

        assert f'<time datetime="{article.publish_at:%Y-%m-%d}' in page

    def test_it_says_whether_readers_see_this(self, editor, boss):
        article = make_article("Walking")
        assert "Preview of what readers see" in editor.get(preview_url(article)).text

        draft_of(article, boss, title="Other")

        assert "Preview, not published" in editor.get(preview_url(article)).text

    def test_other_drafts_are_not_named(self, editor, boss):
        other = unpublished("Another secret")
        article = unpublished(read_next=other)
        article.related.add(other)

        assert "Another secret" not in editor.get(preview_url(article)).text

    def test_its_queries_do_not_grow_with_the_articles(self, editor, django_assert_max_num_queries):
        article = unpublished()
        for _number in range(12):
            make_article()

        with django_assert_max_num_queries(60):  # 5 of the desk, 30 that put, the rest its page
            editor.get(preview_url(article))


class TestAVersion:
    def test_each_is_shown_as_it_was(self, editor, boss):
        article = draft_of(make_article("Walking"), boss, title="Second")
        draft_of(article, boss, title="Third")
        for revision in article.revisions.all():
            address = reverse(
                "admin:articles_article_preview_version", args=[article.pk, revision.pk]
            )
            page = editor.get(address).text
            assert revision.content["title"] in words_of(page)
            assert "The version of" in page
            assert (
                address
                in editor.get(reverse("admin:articles_article_history", args=[article.pk])).text
            )

    def test_one_of_another_article_is_not_found(self, editor, boss):
        article = draft_of(make_article(), boss, title="Second")
        other = make_article()
        revision = article.revisions.kept()[0]

        for number in (revision.pk, 10**30):
            address = f"/admin/articles/article/{other.pk}/history/{number}/preview/"
            assert editor.get(address).status_code == 404

    def test_one_whose_address_is_another_articles_now_is_shown(self, editor, boss):
        article = draft_of(unpublished("Walking"), boss, slug="old")
        revision = article.revisions.kept()[0]
        draft_of(article, boss, slug="new")
        make_article("Old", slug="old")
        address = reverse("admin:articles_article_preview_version", args=[article.pk, revision.pk])

        assert editor.get(address).status_code == 200


class TestWhatIsTyped:
    def test_it_is_shown_as_readers_would_see_it(self, editor):
        article = make_article("Walking")
        posted = typed_into(
            editor, article, title="Typed", body="<p>New <b>words</b>.</p>", **SOURCE
        )

        page = editor.post(preview_url(article), posted)

        assert page.status_code == 200
        assert "<strong>words</strong>" in page.text
        assert "A trial" in page.text
        assert "What you typed, at" in page.text
        assert "It is not saved." in page.text
        for name, value in PRIVATE.items():
            assert page.headers[name] == value

    def test_a_new_article_is_shown_before_it_has_a_row(self, editor):
        page = editor.post(f"{ADD}preview/", article_fields(title="Brand new"))

        assert page.status_code == 200
        assert "Brand new" in words_of(page.text)
        assert "Jo Writer" in words_of(page.text)
        assert not Article.objects.exists()

    def test_an_empty_form_is_shown_with_what_is_missing(self, editor):
        posted = dict(as_posted(editor.get(ADD)))

        page = editor.post(f"{ADD}preview/", posted)

        assert page.status_code == 422
        assert "Title: This field is required." in page.text
        assert "Without a title" in words_of(page.text)

    @pytest.mark.parametrize(
        ("fields", "problem", "shown"),
        [
            ({"title": "x" * 10_000}, "Title: Ensure", "x" * 200),
            ({"slug": "a b/c"}, "Slug:", "Walk."),
            ({"slug": "taken"}, "Slug:", "Walk."),
            ({"slug": "admin"}, "Slug:", "Walk."),
            ({"kind": "../../admin"}, "Kind:", "Walk."),
            ({"disclosure": "nonsense"}, "Disclosure:", "Walk."),
            ({"canonical_url": "javascript:1"}, "First published at:", "Walk."),
            ({"publish_at_0": "tomorrow"}, "Publish at:", "Walk."),
            ({"categories": "999999"}, "Categories:", "Walk."),
            ({"picture": "999999"}, "Lead picture:", "Walk."),
            ({"seo_title": "y" * 999}, "Title for search engines:", "Walk."),
            ({"byline_set-0-author": "999"}, "Author:", "Walk."),
            ({"title": "Nul\0l"}, "", "Null"),
            ({"body": "<p>Walk.</p><script>alert(1)</script>"}, "", "Walk."),
            ({"unpublish_at_0": "2020-01-01", "unpublish_at_1": "09:00"}, "", "Walk."),
        ],
    )
    def test_what_cannot_be_saved_is_named_and_the_rest_shown(self, editor, fields, problem, shown):
        make_article("Taken")

        page = editor.post(f"{ADD}preview/", article_fields(**fields))

        assert page.status_code in {200, 422}
        assert problem in page.text
        assert shown in words_of(page.text)
        assert "alert(1)" not in page.text
        assert (page.status_code == 422) == ("preview__problems" in page.text)

    def test_a_picture_to_upload_is_left_out_and_that_is_said(self, editor):
        fields = {"new_picture": picture_upload(), "new_picture_alternative_text": "A back"}

        page = editor.post(f"{ADD}preview/", article_fields(**fields))

        assert "The picture that you chose to upload is not in it." in page.text
        assert page.status_code == 200

    def test_the_button_posts_the_form_to_a_new_window(self, editor):
        article = make_article()
        for address, goal in ((ADD, f"{ADD}preview/"), (change_url(article), preview_url(article))):
            page = editor.get(address).text
            assert f'formaction="{goal}" formtarget="_blank"' in page

    def test_the_enter_key_saves_a_draft_as_ever(self, editor):
        acts = editor.get(ADD).text.partition('class="acts__buttons"')[2]

        assert acts.index('name="_save"') < acts.index("formaction=")

    def test_without_a_post_there_is_the_form(self, editor):
        assert editor.get(f"{ADD}preview/").headers["Location"] == ADD


class TestRights:
    @pytest.fixture(params=["stranger", "moderator"])
    def outsider(self, request, client):
        if request.param == "moderator":
            moderator = User.objects.create_user("mod", is_staff=True)
            moderator.groups.add(Group.objects.get(name="Moderators"))
            client.force_login(moderator)
        return client

    def test_nobody_else_sees_or_does_anything_at_the_desk(self, outsider, boss):
        article = draft_of(make_article(), boss, title="Secret")
        _path, revision = link_to(article, boss), article.revisions.kept()[0]
        link = PreviewLink.objects.get()
        asked = [
            outsider.get(preview_url(article)),
            outsider.post(preview_url(article), saved_fields(article, title="Secret")),
            outsider.get(f"/admin/articles/article/{article.pk}/history/{revision.pk}/preview/"),
            outsider.post(f"{ADD}preview/", {"title": "Mine"}),
            outsider.get(links_url(article)),
            outsider.post(links_url(article), {"label": "Me", "days": "7", "shows": "version"}),
            outsider.post(f"{links_url(article)}{link.pk}/revoke/"),
        ]

        assert {answer.status_code for answer in asked} <= {302, 401, 403}
        assert not [answer for answer in asked if 'class="preview"' in answer.text]
        link.refresh_from_db()
        assert link.is_open
        assert PreviewLink.objects.count() == 1

    def test_who_may_only_look_previews_and_makes_no_link(self, client, boss):
        article = draft_of(make_article(), boss, title="Secret")
        link_to(article, boss)
        link = PreviewLink.objects.get()
        viewer = User.objects.create_user("view", is_staff=True)
        viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
        client.force_login(viewer)

        assert client.get(preview_url(article)).status_code == 200
        assert "Make a link" not in client.get(links_url(article)).text
        assert client.post(links_url(article), {}).status_code == 403
        assert client.post(f"{links_url(article)}{link.pk}/revoke/").status_code == 403
        assert client.post(preview_url(article), {}).status_code == 403

    def test_a_link_is_not_revoked_by_looking(self, editor, boss):
        article = unpublished()
        link_to(article, boss)

        answer = editor.get(f"{links_url(article)}{PreviewLink.objects.get().pk}/revoke/")

        assert answer.status_code == 405

    def test_a_link_of_another_article_is_not_found(self, editor, boss):
        article, other = unpublished(), unpublished("Other")
        link_to(article, boss)
        link = PreviewLink.objects.get()

        assert editor.post(f"{links_url(other)}{link.pk}/revoke/").status_code == 404
        assert editor.post(f"{links_url(other)}{10**30}/revoke/").status_code == 404


class TestLinks:
    def make(self, editor, article, **asked):
        return editor.post(
            links_url(article), {"label": "Dr Lee", "days": "7", "shows": "latest", **asked}
        )

    def test_whoever_has_one_reads_the_article_without_an_account(self, editor, client):
        article = unpublished()

        page = self.make(editor, article)

        [address] = re.findall(r'value="http://[^/]+(/preview/[-\w]{43}/)"', page.text)
        shown = client.get(address)
        assert shown.status_code == 200
        assert "Secret walking" in words_of(shown.text)
        assert "Preview, not published" in shown.text
        assert "/admin/" not in shown.text
        assert not shown.cookies
        assert "Cookie" not in shown.headers.get("Vary", "")
        for name, value in PRIVATE.items():
            assert shown.headers[name] == value

    def test_its_address_is_shown_once_and_kept_nowhere(self, editor, boss):
        article = unpublished()

        page = self.make(editor, article)

        [token] = re.findall(r"/preview/([-\w]{43})/", page.text)
        assert token not in str(everything())
        assert token not in editor.get(links_url(article)).text
        link = PreviewLink.objects.get()
        assert link.created_by == boss
        assert timedelta(6) < link.expires_at - now() < timedelta(8)
        assert (
            "Link to a preview made: Dr Lee"
            in editor.get(reverse("admin:articles_article_history", args=[article.pk])).text
        )

    @pytest.mark.parametrize(
        "asked", [{"label": ""}, {"days": "365"}, {"days": "x"}, {"shows": "everything"}]
    )
    def test_a_form_that_is_wrong_makes_none(self, editor, asked):
        page = self.make(editor, unpublished(), **asked)

        assert page.status_code == 422
        assert not PreviewLink.objects.exists()

    @pytest.mark.parametrize(
        "token",
        ["x", "x" * 43, "x" * 5000, "%00", "..%2f..", "'%20OR%201=1", "%ff%fe", "é", "1"],
    )
    def test_a_wrong_one_leads_nowhere(self, client, boss, token):
        link_to(unpublished(), boss)

        answer = client.get(f"/preview/{token}/")

        assert answer.status_code == 404
        assert "Secret" not in answer.text

    def test_the_hash_itself_leads_nowhere(self, client, boss):
        link_to(unpublished(), boss)

        assert client.get(f"/preview/{PreviewLink.objects.get().token_hash}/").status_code == 404

    def test_an_expired_one_leads_nowhere(self, client, boss):
        address = link_to(unpublished(), boss, days=1)
        assert client.get(address).status_code == 200

        with time_machine.travel(now() + timedelta(days=1, seconds=1)):
            answer = client.get(address)

        assert answer.status_code == 404
        for name, value in PRIVATE.items():
            assert answer.headers[name] == value

    def test_a_revoked_one_leads_nowhere(self, editor, client, boss):
        article = unpublished()
        address = link_to(article, boss)
        assert "Revoke" in editor.get(links_url(article)).text

        editor.post(f"{links_url(article)}{PreviewLink.objects.get().pk}/revoke/")

        assert client.get(address).status_code == 404
        assert "Revoked" in editor.get(links_url(article)).text

    def test_one_follows_what_is_written_until_readers_see_it(self, client, boss):
        article = unpublished("Walking")
        address = link_to(article, boss)
        draft_of(article, boss, title="Walking well")
        assert "Walking well" in client.get(address).text

        saving.publish(article, boss)

        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/walking/")
        assert answer.headers["Cache-Control"] == PRIVATE["Cache-Control"]

    def test_one_to_a_version_goes_on_showing_that(self, editor, client, boss):
        article = draft_of(make_article("Walking"), boss, title="Second")

        page = self.make(editor, article, shows="version")
        [address] = re.findall(r"/preview/[-\w]{43}/", page.text)
        draft_of(article, boss, title="Third")

        assert "Second" in words_of(client.get(address).text)
        assert "Third" not in client.get(address).text

    def test_for_what_readers_see_only_a_version_can_be_shown(self, editor, boss):
        article = make_article()
        assert "send its own address" in editor.get(links_url(article)).text
        assert self.make(editor, article).status_code == 422

        draft_of(article, boss, title="Second")

        assert self.make(editor, article).status_code == 422
        assert self.make(editor, article, shows="version").status_code == 200

    def test_the_version_that_the_history_names_is_offered(self, editor, boss):
        article = draft_of(make_article(), boss, title="Second")
        first = article.revisions.kept()[1]
        other = draft_of(make_article(), boss, title="Other").revisions.kept()[0]

        address = f"{links_url(article)}?version={first.pk}"
        editor.post(address, {"label": "Lee", "days": "1", "shows": "version"})

        assert PreviewLink.objects.get().revision == first
        for number in (other.pk, 10**30):
            assert editor.get(f"{links_url(article)}?version={number}").status_code == 404

    def test_each_shows_its_own_article(self, client, boss):
        one, two = unpublished("First secret"), unpublished("Second secret")
        addresses = [link_to(one, boss), link_to(two, boss)]

        pages = [client.get(address).text for address in addresses]

        assert "Second secret" not in pages[0]
        assert "First secret" not in pages[1]

    def test_its_use_is_counted_and_looking_writes_nothing(self, client, boss):
        article = unpublished()
        address = link_to(article, boss)
        before = everything()

        client.get(address)
        assert everything() == before
        USES.write()

        link = PreviewLink.objects.get()
        assert link.hits == 1
        assert link.last_hit_at
        assert now() - link.last_hit_at < timedelta(minutes=1)

    def test_it_cannot_be_posted_to(self, client, boss):
        assert client.post(link_to(unpublished(), boss)).status_code == 405

    def test_it_goes_with_its_article(self, boss):
        article = unpublished()
        link_to(article, boss)

        article.delete()

        assert not PreviewLink.objects.exists()

    def test_the_worker_forgets_those_that_expired_long_ago(self, boss):
        article = unpublished()
        for days in (1, 30):
            link_to(article, boss, days=days)

        with time_machine.travel(now() + timedelta(days=92)):
            assert retention.forget_preview_links() == 1
            assert retention.forget_preview_links() == 0

        assert PreviewLink.objects.count() == 1

    def test_no_article_can_stand_at_its_address(self):
        assert "preview" in addresses.first_words()


def test_the_front_keeps_no_preview_and_no_page_leads_to_one(front, admin_user):
    make_article("Backs", slug="backs")
    article = unpublished()
    address = link_to(article, admin_user)
    tags = PageTag.objects.count()

    shown = front.get(address)
    again = front.get(address)

    assert "Secret walking" in shown.text
    assert shown.headers["Cache-Control"] == PRIVATE["Cache-Control"]
    assert "ETag" not in again.headers
    assert PageTag.objects.count() == tags
    pages = crawl(front)
    assert not [path for path in pages if path.startswith("/preview")]
    assert not [path for path, page in pages.items() if "Secret" in page.text]
    PreviewLink.objects.get().revoke()
    assert front.get(address).status == 404
