"""A withdrawn article: its address says that it was, when, why, and what to read instead."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils.timezone import now

from articles import withdrawing
from articles.models import Article, Redirect
from articles.redirects import keeping
from comments.models import Comment
from tests.articles.test_admin import change_fields, change_url, saved_fields
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def helper(client):
    """An editor who may do all with articles and is no superuser."""
    user = User.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    client.force_login(user)
    return client


def make_withdrawn(title="Backs", reason="A trial was retracted.", **fields) -> Article:
    article = make_article(title, **fields)
    withdrawing.withdraw(article, reason)
    return article


class TestItsAddress:
    def test_says_what_it_was_when_it_went_why_and_what_to_read_instead(self, client):
        article = make_article("Backs")
        withdrawing.withdraw(article, "A trial was <retracted>.", make_article("Knees"))

        page = client.get("/backs/")

        assert page.status_code == 410
        assert '<h1 class="page__title">Backs</h1>' in page.text
        assert f"Withdrawn on {now().day} " in page.text
        assert "A trial was &lt;retracted&gt;." in page.text
        assert 'href="/knees/"' in page.text
        assert '<meta name="robots" content="noindex">' in page.text
        assert 'rel="canonical"' not in page.text
        assert "Words." not in page.text

    def test_names_nothing_instead_that_readers_may_not_see(self, client):
        hidden = make_article("Secret")
        withdrawing.withdraw(make_article("Backs"), "Old.", hidden)
        Article.objects.filter(pk=hidden.pk).update(status="draft")

        page = client.get("/backs/")

        assert page.status_code == 410
        assert "Secret" not in page.text

    def test_says_so_in_every_spelling_and_below_it(self, client):
        make_withdrawn()

        for path in ["/BACKS/", "/backs", "/backs/amp/", "/backs/comment/", "/backs/2/"]:
            assert client.get(path).status_code == 410

    def test_says_so_where_it_stood_before(self, client):
        article = make_article("Backs")
        article.slug = "better-backs"
        article.save()
        keeping.renamed(article, "backs")
        withdrawing.withdraw(article, "Old.")

        assert client.get("/backs/").status_code == 410

    def test_a_page_can_be_withdrawn_too(self, client):
        withdrawing.withdraw(make_page("About"), "We are no more.")

        page = client.get("/about/")

        assert page.status_code == 410
        assert "Withdrawn page" in page.text

    def test_the_front_drops_the_finished_page_at_once(self, front):
        article = make_article("Backs")
        assert front.get("/backs/").status == 200

        withdrawing.withdraw(article, "Old.")

        assert [front.get("/backs/").status, front.get("/").status] == [410, 200]
        assert "Backs" not in front.get("/").text

    def test_takes_no_comment(self, client):
        make_withdrawn()

        answer = client.post(
            "/backs/comment/", {"name": "Jo", "email": "jo@example.org", "body": "Why?"}
        )

        assert answer.status_code == 410
        assert not Comment.objects.exists()

    def test_is_its_own_again_when_it_is_published_again(self, client, editor):
        article = make_withdrawn()

        answer = editor.post(change_url(article), change_fields(article))

        assert answer.status_code == 302
        assert client.get("/backs/").status_code == 200
        article.refresh_from_db()
        assert article.withdrawn_at is None


class TestTheForm:
    def test_the_reason_is_mended_and_readers_see_it_at_once(self, editor, client):
        article = make_withdrawn()
        fields = saved_fields(article, withdrawn_reason="Outdated since 2026.")

        editor.post(change_url(article), fields)

        assert "Outdated since 2026." in client.get("/backs/").text

    def test_a_reason_is_asked_for(self, editor):
        article = make_withdrawn()

        page = editor.post(change_url(article), saved_fields(article, withdrawn_reason=" "))

        assert "Say why it was withdrawn" in page.text

    def test_nothing_stands_for_itself(self, editor):
        article = make_withdrawn()
        fields = {"withdrawn_reason": "Old.", "replacement": article.pk}

        page = editor.post(change_url(article), saved_fields(article, **fields))

        assert "An article cannot stand for itself." in page.text

    def test_what_stands_for_it_is_public(self, editor):
        article, hidden = make_withdrawn(), make_article("Secret", status="draft")
        fields = {"withdrawn_reason": "Old.", "replacement": hidden.pk}

        page = editor.post(change_url(article), saved_fields(article, **fields))

        assert "Choose one that readers can see." in page.text

    def test_what_nobody_has_seen_is_not_withdrawn(self, editor):
        article = make_article("Backs", status="draft")
        address = reverse("admin:articles_article_withdraw")

        page = editor.post(f"{address}?ids={article.pk}", {"reason": "Old."})

        assert "None of these was published and is not withdrawn yet." in page.text
        article.refresh_from_db()
        assert article.status == Article.Status.DRAFT

    def test_a_draft_of_what_was_public_is_known_as_such(self, editor):
        article = make_article("Backs")

        editor.post(change_url(article), saved_fields(article, _unpublish="Unpublish"))

        article.refresh_from_db()
        assert not article.is_public
        assert article.has_been_public

    def test_a_new_slug_leaves_a_redirect_and_says_so(self, editor, client):
        article = make_article("Backs")

        page = editor.post(change_url(article), change_fields(article, slug="better"), follow=True)

        assert "The old address /backs/ leads here from now on." in page.text
        assert client.get("/backs/").headers["Location"] == "/better/"


class TestTheList:
    def choose(self, client, action, *articles, **fields):
        keys = [article.pk for article in articles]
        fields = {"action": action, "_selected_action": keys, **fields}
        return client.post(LIST, fields, follow=True)

    def test_several_are_withdrawn_for_one_reason(self, editor, client):
        articles = [make_article("Backs"), make_article("Knees")]
        asked = self.choose(editor, "withdraw", *articles)
        [(address, _status)] = asked.redirect_chain

        done = editor.post(address, {"reason": "All wrong."}, follow=True)

        assert "2 are withdrawn." in done.text
        for path in ["/backs/", "/knees/"]:
            assert "All wrong." in client.get(path).text

    def test_a_reason_is_asked_for(self, editor):
        article = make_article("Backs")

        editor.post(f"{LIST}withdraw/?ids={article.pk}", {"reason": " "})

        article.refresh_from_db()
        assert article.status == "published"

    def test_what_nobody_has_seen_is_left_alone(self, editor):
        draft = make_article("Backs", status="draft")

        page = self.choose(editor, "withdraw", draft)

        assert "None of these was published" in page.text

    def test_its_fields_name_the_words_that_describe_them(self, editor):
        view = reverse("admin:articles_article_withdraw")

        page = editor.get(f"{view}?ids={make_article().pk}").text

        [described] = re.findall(r'name="reason"[^>]*aria-describedby="([^"]*)"', page)
        assert f'id="{described}"' in page

    def test_a_key_that_no_article_can_have_is_left_alone(self, editor):
        view = reverse("admin:articles_article_withdraw")

        page = editor.get(f"{view}?ids={'9' * 19},x,{make_article('Backs').pk}")

        assert ">Backs</a>" in page.text

    def test_a_stranger_withdraws_nothing(self, client):
        client.force_login(User.objects.create_user("stranger", is_staff=True))
        article = make_article("Backs")

        answer = client.post(f"{LIST}withdraw/?ids={article.pk}", {"reason": "Because."})

        assert answer.status_code == 403

    def test_deleting_what_was_published_offers_to_withdraw(self, editor):
        article = make_article("Backs")

        page = self.choose(editor, "delete_selected", article, post="yes")

        assert "others link to it: withdraw it." in page.text
        assert "Why it is withdrawn" in page.text
        assert Article.objects.exists()

    def test_drafts_are_deleted_as_ever(self, editor):
        draft = make_article("Backs", status="draft")

        self.choose(editor, "delete_selected", draft, post="yes")

        assert not Article.objects.exists()
        assert not Redirect.objects.exists()


class TestDeleting:
    def delete(self, client, article):
        address = reverse("admin:articles_article_delete", args=[article.pk])
        return client.post(address, {"post": "yes"}, follow=True)

    def test_a_published_article_is_withdrawn_instead(self, editor):
        page = self.delete(editor, make_article("Backs"))

        assert "others link to it: withdraw it." in page.text
        assert Article.objects.exists()

    def test_a_withdrawn_one_stays_for_all_but_superusers(self, helper):
        page = self.delete(helper, make_withdrawn())

        assert "only a superuser deletes it" in page.text
        assert Article.objects.exists()

    def test_a_superuser_deletes_it_and_its_address_still_says_why(self, editor, client):
        self.delete(editor, make_withdrawn(reason="A trial was retracted."))

        assert not Article.objects.exists()
        page = client.get("/backs/")
        assert page.status_code == 410
        assert "A trial was retracted." in page.text
