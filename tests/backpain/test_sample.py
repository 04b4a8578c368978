"""The sample publication: what a reader and an editor find in it."""

from pathlib import Path

import pytest
from django.utils.html import strip_tags
from django.utils.timezone import now

from articles.models import Article, Author, Category, ChangeNote, Picture, Report, Series
from backpain import sample
from backpain.models import Letter
from backpain.sample import loading
from backpain.sample.illustrations import DRAWINGS
from comments.models import Comment
from newsletter.models import Subscriber

pytestmark = pytest.mark.usefixtures("quick_sample")
PICTURES = Path(sample.__file__).parent / "pictures"
STATES = ["approved", "waiting", "spam", "bin"]


@pytest.mark.django_db
def test_it_loads_the_pictures_as_they_are_shipped(monkeypatch):
    monkeypatch.setattr(loading, "PICTURES", PICTURES)

    sample.load()

    assert Picture.objects.count() == len(DRAWINGS)
    leads = Article.objects.listed().values_list("picture__width", "picture__height")
    assert set(leads) == {(1600, 900)}


def test_it_loads_ten_articles_by_two_authors_and_a_reviewer_under_four_categories(loaded):
    published = Article.objects.listed()

    assert published.count() == 10
    assert set(Category.objects.values_list("name", "parent__name")) == {
        ("Back Pain", None),
        ("Posture", None),
        ("Exercises", None),
        ("Strength", "Exercises"),
    }
    assert all(category.description for category in Category.objects.all())
    assert Author.objects.exclude(articles=None).distinct().count() == 2
    assert Author.objects.exclude(reviewed_articles=None).distinct().count() == 1
    assert all(author.credentials and author.portrait for author in Author.objects.all())


def test_every_article_has_what_a_reader_expects_of_one(loaded):
    for article in Article.objects.listed():
        words = len(strip_tags(article.body).split()) + 45 * article.body.count("[exercise")
        assert 450 <= words <= 950, (article.slug, words)
        assert article.standfirst
        assert article.picture
        assert article.picture.alternative_text
        assert article.sources.exists()
        assert article.tags.exists()
        assert article.updated_at <= now()
        assert (article.reviewer is None) == (article.reviewed_on is None)


def test_the_newest_article_is_the_one_about_exercises(loaded, client):
    newest = Article.objects.listed().newest_first()[0]

    assert newest.slug == "best-back-pain-exercises"
    assert [str(category) for category in newest.categories.all()] == ["Back Pain"]
    assert [author.credentials for author in newest.authors.all()] == ["CFT, CPRS, MFT"]
    assert newest.reviewer is None
    assert newest.leads_on_to
    assert newest.leads_on_to.slug == "muscle-imbalances"
    assert newest.leads_on_to.get_absolute_url() in newest.body
    page = client.get("/best-back-pain-exercises/").text
    assert "What are the best back pain exercises?</h2>" in page
    assert "not by the persons named" in page.replace("\n", " ")


def test_a_series_a_history_and_a_withdrawn_article_show_what_they_are(loaded, client):
    [series] = Series.objects.all()

    assert [a.series_position for a in series.articles.order_by("series_position")] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert set(ChangeNote.objects.values_list("kind", flat=True)) >= {"update", "correction"}
    assert Report.objects.filter(handled_at=None).count() == 2
    replacement = Article.objects.get(status="withdrawn").replacement
    assert replacement
    assert replacement.is_public


def test_comments_stand_in_threads_and_in_every_state_of_the_desk(loaded):
    counts = {status: Comment.objects.filter(status=status).count() for status in STATES}

    assert counts["approved"] >= 20
    assert counts["waiting"] in {3, 4}
    assert (counts["spam"], counts["bin"]) == (1, 1)
    assert Comment.objects.visible().values("article").distinct().count() in {4, 5}
    assert Comment.objects.visible().filter(depth=3).exists()
    assert any(comment.badge for comment in Comment.objects.visible())
    assert all(comment.reasons for comment in Comment.objects.waiting())


def test_no_comment_is_older_than_what_it_answers_or_in_the_future(loaded):
    for comment in Comment.objects.select_related("article", "parent"):
        since = comment.parent.created_at if comment.parent else comment.article.publish_at
        assert since < comment.created_at < now(), comment


def test_subscribers_come_without_a_letter(loaded):
    assert Subscriber.objects.active().count() == 2
    assert Subscriber.objects.waiting().count() == 1
    assert not Letter.objects.exists()
