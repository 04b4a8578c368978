"""Who may do what at the desk of articles: each address with each group, each object with two."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from articles import rights
from articles.models import (
    Article,
    Byline,
    ChangeNote,
    Exercise,
    Link,
    Menu,
    Picture,
    PreviewLink,
    Revision,
    SearchMiss,
    Series,
    Source,
    Tag,
    Unsaved,
)
from articles.revisions import saving, scheduling
from tests.articles.factories import make_picture, make_redirect, make_report
from tests.articles.people import (
    GROUPS,
    make_draft,
    make_person,
    make_user,
    signed_in,
    user_of,
    write,
)
from tests.articles.test_admin import article_fields, change_url, picture_upload, saved_fields
from tests.factories import make_article, make_category
from tests.forms_as_posted import as_posted

pytestmark = pytest.mark.django_db
LETTERS = dict(zip("AERMP", GROUPS, strict=True))

# Who reaches which address: of an article, that of a draft which somebody else wrote.
TABLE = {
    "article": {
        **dict.fromkeys(["add", "keep_new", "outlook", "preview_new", "targets"], "AEP"),
        **dict.fromkeys(["changelist", "calendar"], "AERP"),
        **dict.fromkeys(["change", "review", "history", "compare"], "ERP"),
        **dict.fromkeys(["preview", "preview_version", "previews"], "ERP"),
        **dict.fromkeys(["delete", "discard", "keep", "merge", "restore", "send"], "EP"),
        **dict.fromkeys(["preview_revoke", "publish", "unpublish", "withdraw"], "EP"),
        **dict.fromkeys(["forget", "unsaved"], ""),  # of what somebody else typed
    },
    **{
        kind: {
            **dict.fromkeys(["changelist", "change", "history"], "AEP"),
            **dict.fromkeys(["add", "delete"], "EP"),
        }
        for kind in ["author", "category", "exercise", "series", "tag"]
    },
    "picture": {
        **dict.fromkeys(["add", "add_several", "change", "changelist"], "AEP"),
        **dict.fromkeys(["choose", "history"], "AEP"),
        "delete": "EP",
    },
    "redirect": dict.fromkeys(
        ["add", "change", "changelist", "delete", "export", "history", "import"], "EP"
    ),
    "link": {**dict.fromkeys(["change", "changelist", "history"], "EP"), "add": "", "delete": ""},
    "menu": {**dict.fromkeys(["change", "changelist", "history"], "EP"), "add": "", "delete": ""},
    **{
        kind: {**dict.fromkeys(["change", "changelist", "delete", "history"], "EP"), "add": ""}
        for kind in ["report", "searchmiss"]
    },
}
POSTED = {"articles_article_forget", "articles_article_preview_revoke"}


def patterns() -> dict[str, Any]:
    """Return the address of each page of the desk of articles, by its name."""
    found: dict[str, Any] = {}
    resolvers: Any = admin.site.urls[0]
    for resolver in resolvers:
        if str(resolver.pattern).startswith("articles/"):
            found |= {one.name: one.pattern for one in resolver.url_patterns if one.name}
    return found


def make_all() -> dict[str, Any]:
    """Make a row of everything, and return what the addresses are filled with."""
    author = make_person("Theo Theirs", "Authors")
    article = make_draft("Theirs", author)
    article = write(article, author, title="Theirs too")
    first = article.revisions.order_by("pk")[0]
    aside = Revision.objects.create(
        article=article, kind=Revision.Kind.ASIDE, base=first, content=first.content
    )
    link = PreviewLink.objects.create(
        article=article, token_hash="x", label="Kim", expires_at=now()
    )
    row = Unsaved.objects.create(editor=user_of(author), key="k", data={"title": ["Mine"]})
    address = Link.objects.create(url="https://example.org/")
    address.articles.add(article)
    rows = {
        "author": author,
        "category": make_category(),
        "exercise": Exercise.objects.create(name="Tilt", slug="tilt", steps="Lie."),
        "series": Series.objects.create(name="Legs", slug="legs"),
        "tag": Tag.objects.create(name="Knee", slug="knee"),
        "picture": make_picture(),
        "redirect": make_redirect("/old/", url="/"),
        "menu": Menu.objects.get(place="header"),
        "report": make_report(),
        "link": address,
        "searchmiss": SearchMiss.objects.create(query="x"),
        "article": article,
    }
    numbers = {
        **dict.fromkeys(["restore", "preview_version"], first.pk),
        **dict.fromkeys(["unsaved", "forget"], row.pk),
        "merge": aside.pk,
        "preview_revoke": link.pk,
        "keep": article.pk,
    }
    return {"rows": rows, "numbers": numbers}


def address(name: str, made: dict) -> str:
    _app, kind, page = name.split("_", 2)
    key = made["rows"][kind].pk
    known = {"object_id": key, "key": key, "number": made["numbers"].get(page)}
    wanted = patterns()[name].converters
    url = reverse(f"admin:{name}", kwargs={part: known[part] for part in wanted})
    query = {"compare": f"?before={made['numbers']['restore']}&after={made['numbers']['merge']}"}
    asked = dict.fromkeys(["publish", "unpublish", "withdraw"], f"?ids={key}")
    return url + {**query, **asked}.get(page, "")


def is_let_in(client: Client, name: str, url: str) -> bool:
    answer = client.post(url) if name in POSTED else client.get(url)
    if answer.status_code in {401, 403, 404}:
        return False
    assert answer.status_code in {200, 302}, (url, answer.status_code)
    away = [reverse("admin:index"), reverse("admin:login")]
    return answer.headers.get("Location", "").partition("?")[0] not in away


def expected(letter: str) -> dict[str, bool]:
    return {
        f"articles_{kind}_{page}": letter in letters
        for kind, pages in TABLE.items()
        for page, letters in pages.items()
    }


def test_every_address_of_the_desk_of_articles_is_expected():
    assert set(patterns()) == set(expected("A"))


@pytest.mark.parametrize("letter", LETTERS)
def test_each_group_reaches_what_it_may_and_nothing_else(letter):
    made = make_all()
    client = signed_in(make_user("somebody", LETTERS[letter]))

    found = {name: is_let_in(client, name, address(name, made)) for name in patterns()}

    assert {name for name in found if found[name]} == {
        name for name, is_expected in expected(letter).items() if is_expected
    }


@pytest.mark.parametrize("is_staff", [None, False, True], ids=["nobody", "not staff", "staff"])
def test_who_has_no_rights_reaches_nothing(is_staff, client):
    made = make_all()
    if is_staff is not None:
        client = signed_in(make_user("stranger", is_staff=is_staff))

    assert not [name for name in patterns() if is_let_in(client, name, address(name, made))]


@pytest.fixture
def ada():
    return make_person("Ada Author", "Authors")


@pytest.fixture
def bo():
    return make_person("Bo Other", "Authors")


@pytest.fixture
def ed():
    return make_user("ed", "Editors")


class TestTwoAuthors:
    def test_each_changes_their_own_and_sees_nothing_of_the_other(self, ada, bo):
        mine, theirs = make_draft("Mine", ada), make_draft("Secret plans", bo)
        client = signed_in(ada)

        client.post(change_url(mine), saved_fields(mine, title="Mine still"))
        answer = client.post(change_url(theirs), saved_fields(theirs, title="Taken"))

        assert Article.objects.get(pk=mine.pk).title == "Mine still"
        assert Article.objects.get(pk=theirs.pk).title == "Secret plans"
        assert answer.status_code in {302, 403}
        page = client.get(reverse("admin:articles_article_changelist")).text
        assert "Mine still" in page
        assert "Secret plans" not in page

    def test_who_stands_in_the_byline_writes_too(self, ada, bo):
        article = make_draft("Together", bo)
        Byline.objects.create(article=article, author=ada)

        assert signed_in(ada).get(change_url(article)).status_code == 200

    def test_who_made_it_writes_on_after_leaving_the_byline(self, ada, bo):
        article = make_draft("Handed over", ada)
        Byline.objects.update(author=bo)

        assert rights.owns(ada.user, article)
        assert rights.owns(bo.user, article)
        assert not rights.owns(make_user("cy", "Authors"), article)

    def test_a_new_article_is_the_authors_own(self, ada):
        client = signed_in(ada)
        fields = article_fields(**{"byline_set-0-author": ada.pk, "_save": ""})
        del fields["_publish"]

        answer = client.post(reverse("admin:articles_article_add"), fields)

        assert answer.headers["Location"] == change_url(Article.objects.get())
        assert client.get(answer.headers["Location"]).status_code == 200

    def test_drafts_of_others_are_in_no_list_to_choose_from(self, ada, bo):
        make_draft("Secret plans", bo)
        make_article("Secret of backs")
        client = signed_in(ada)

        found = client.get(reverse("admin:articles_article_targets"), {"q": "secret"}).text
        field = {"app_label": "articles", "model_name": "article", "field_name": "related"}
        chosen = client.get(reverse("admin:autocomplete"), {"term": "secret", **field}).text

        for words in (found, chosen):
            assert "Secret of backs" in words
            assert "plans" not in words

    def test_what_others_published_is_not_theirs_to_open(self, ada, bo):
        article = make_article("Public", author=bo)

        assert signed_in(ada).get(change_url(article)).status_code == 403


class TestPublishing:
    def test_an_author_who_posts_the_button_gets_a_draft(self, ada):
        article = make_draft("Mine", ada)

        page = signed_in(ada).post(
            change_url(article),
            saved_fields(article, body="<p>New.</p>") | {"_publish": ""},
            follow=True,
        )

        article.refresh_from_db()
        assert (article.status, article.body) == (Article.Status.DRAFT, "<p>New.</p>")
        assert "You may not publish: what you wrote is saved as a draft." in page.text

    def test_an_author_neither_unpublishes_nor_ends_a_schedule(self, ada, ed):
        article = make_article("Live", author=ada)
        write(article, ed, title="Changed")
        scheduling.schedule(article, ed, now().replace(year=2999))
        client = signed_in(ada)
        shown = as_posted(client.get(change_url(article)))

        client.post(change_url(article), shown | {"_unpublish": ""})
        client.post(change_url(article), shown | {"_unschedule": ""})

        assert Article.objects.published().get() == article
        assert article.revisions.exclude(apply_at=None).exists()

    def test_an_author_sees_no_button_that_is_not_theirs(self, ada):
        article = make_article("Live", author=ada)

        page = signed_in(ada).get(change_url(article)).text

        for name in ("_publish", "_unpublish", "_unschedule"):
            assert f'name="{name}"' not in page
        assert "Withdraw…" not in page
        assert 'name="override"' not in page
        for name in ("_save", "_send"):
            assert f'name="{name}"' in page
        actions = signed_in(ada).get(reverse("admin:articles_article_changelist")).text
        for name in ("publish", "unpublish", "withdraw"):
            assert f'<option value="{name}">' not in actions

    def test_an_editor_sees_them_all(self, ada, ed):
        article = make_article("Live", author=ada)

        page = signed_in(ed).get(change_url(article)).text

        for name in ("_publish", "_unpublish", "_save", "_send"):
            assert f'name="{name}"' in page
        assert "Withdraw…" in page

    @pytest.mark.parametrize("act", ["publish", "unpublish", "withdraw"])
    def test_an_author_does_not_do_it_to_several(self, ada, act):
        article = make_article("Live", author=ada)
        url = reverse(f"admin:articles_article_{act}") + f"?ids={article.pk}"

        answer = signed_in(ada).post(url, {"reason": "Because."})

        assert answer.status_code == 403
        assert article.is_public

    def test_an_author_writes_down_no_review(self, ada):
        article = make_draft("Mine", ada)
        claimed = {"reviewer": ada.pk, "reviewed_on": "2026-05-03"}

        signed_in(ada).post(change_url(article), saved_fields(article, title="New", **claimed))

        article.refresh_from_db()
        assert (article.title, article.reviewer, article.reviewed_on) == ("New", None, None)

    def test_an_author_does_not_change_what_readers_know_of_corrections(self, ada):
        article = make_article("Live", author=ada)
        note = ChangeNote.objects.create(article=article, kind="correction", text="A dose.")
        rows = {
            "changes-TOTAL_FORMS": "1",
            "changes-INITIAL_FORMS": "1",
            "changes-0-id": str(note.pk),
            "changes-0-DELETE": "on",
            "changes-0-kind": "update",
            "changes-0-text": "Nothing.",
        }

        signed_in(ada).post(change_url(article), saved_fields(article, **rows))

        note.refresh_from_db()
        assert (note.kind, note.text) == ("correction", "A dose.")

    def test_an_author_restores_no_text_while_another_is_planned(self, ada, ed):
        article = make_article("Live", author=ada)
        write(article, ada.user, title="Changed")
        scheduling.schedule(article, ed, now().replace(year=2999))
        first = article.revisions.order_by("pk")[0]
        client = signed_in(ada)

        restored = client.post(
            reverse("admin:articles_article_restore", args=[article.pk, first.pk])
        )
        discarded = client.post(reverse("admin:articles_article_discard", args=[article.pk]))

        assert (restored.status_code, discarded.status_code) == (403, 403)
        scheduling.cancel(article)
        assert (
            client.post(reverse("admin:articles_article_discard", args=[article.pk])).status_code
            == 302
        )
        assert Article.objects.get().draft is None


class TestDeleting:
    def test_an_author_deletes_a_draft_that_nobody_knows(self, ada):
        article = make_draft("Mine", ada)

        signed_in(ada).post(
            reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
        )

        assert not Article.objects.exists()

    @pytest.mark.parametrize("is_own", [True, False])
    def test_an_author_deletes_neither_what_was_public_nor_what_others_wrote(self, ada, bo, is_own):
        mine = make_article("Live", author=ada)
        saving.unpublish(mine)
        article = mine if is_own else make_draft("Theirs", bo)
        several = {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"}
        client = signed_in(ada)

        client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
        client.post(reverse("admin:articles_article_changelist"), several)

        assert Article.objects.filter(pk=article.pk).exists()


class TestPictures:
    def test_who_may_not_add_pictures_uploads_none_with_an_article(self, ada):
        group = ada.user.groups.get()
        article = make_draft("Mine", ada)
        upload = {"new_picture": picture_upload(), "new_picture_alternative_text": "A back"}
        group.permissions.remove(Permission.objects.get(codename="add_picture"))

        page = signed_in(ada).get(change_url(article)).text
        signed_in(ada).post(change_url(article), saved_fields(article, **upload))

        assert 'name="new_picture"' not in page
        assert not Picture.objects.exists()
        group.permissions.add(Permission.objects.get(codename="add_picture"))
        upload["new_picture"] = picture_upload()
        signed_in(ada).post(change_url(article), saved_fields(article, **upload))
        assert Picture.objects.exists()


class TestReviewers:
    def test_who_only_reads_is_led_to_the_page_for_reading(self, ada):
        article = make_draft("Mine", ada)
        client = signed_in(make_person("Rosa Reviewer", "Medical reviewers"))

        answer = client.get(change_url(article))

        assert answer.headers["Location"] == reverse(
            "admin:articles_article_review", args=[article.pk]
        )
        assert client.post(change_url(article), saved_fields(article)).status_code == 403


class TestAccounts:
    def test_an_editor_does_not_say_who_signs_in_as_whom(self, ada, ed):
        url = reverse("admin:articles_author_change", args=[ada.pk])
        fields = {"name": "Ada Author", "slug": ada.slug, "user": ed.pk}

        signed_in(ed).post(url, fields)
        ada.refresh_from_db()
        assert ada.user.username == "ada"

        signed_in(make_user("pia", "Publishers")).post(url, fields)
        ada.refresh_from_db()
        assert ada.user == ed


def test_groups_are_made_again_without_harm(ada):
    from django.core.management import call_command

    before = set(ada.user.groups.get().permissions.values_list("codename", flat=True))

    call_command("migrate", verbosity=0)

    assert set(ada.user.groups.get().permissions.values_list("codename", flat=True)) == before
    assert "publish_article" not in before
    assert Source.objects.count() == 0
