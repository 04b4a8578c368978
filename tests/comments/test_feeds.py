"""The feeds of comments: of all articles, and of one."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from articles.models import Article
from comments.models import Comment
from tests import feed_rules
from tests.comments.factories import make_comment, make_visible_comment
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DATA = Path(__file__).parent.parent / "data" / "hostile.json"
HOSTILE = [
    words.replace("\0", "") for words in json.loads(DATA.read_text())
]  # PostgreSQL has no \0
PATHS = ["/comments/feed/", "/comments/feed/atom/", "/backs/feed/", "/backs/feed/atom/"]


@pytest.fixture
def backs():
    return make_article("Backs", slug="backs")


def entries(client, path: str = "/comments/feed/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return feed_rules.check(answer.content).entries


@pytest.mark.parametrize("path", PATHS)
def test_what_readers_see_is_in_the_feeds_newest_first(client, backs, path):
    for status in Comment.Status.values:
        make_comment(article=backs, name=status, status=status)
    make_visible_comment(
        article=backs, name="Ann", body="It *helped*.", created_at=now() + timedelta(minutes=1)
    )

    newest, older = entries(client, path)

    assert newest.author == "Ann"
    assert older.author == "approved"
    assert "<em>helped</em>" in newest.content[0].value
    assert "It *helped*." in newest.summary
    assert newest.title.startswith("Ann")
    comment = Comment.objects.get(name="Ann")
    assert newest.link.endswith(comment.get_absolute_url())
    assert newest.id.endswith(f":comment/{comment.pk}")


def test_each_feed_says_whose_comments_it_has(client, backs):
    make_visible_comment(article=backs, name="Ann")
    make_visible_comment(article=make_article("Knees"), name="Bea")

    everywhere = feed_rules.check(client.get("/comments/feed/").content)
    here = feed_rules.check(client.get("/backs/feed/").content)

    assert everywhere.feed.title == "Comments on The Back Journal"
    assert [e.title for e in everywhere.entries] == ["Bea on “Knees”", "Ann on “Backs”"]
    assert here.feed.title == "Comments on “Backs”"
    assert here.feed.link.endswith("/backs/#comments")
    assert [e.title for e in here.entries] == ["Ann"]


@pytest.mark.parametrize("path", PATHS)
def test_no_feed_names_a_readers_address(client, backs, path):
    address = "canary.bird@cage.example"
    comment = make_visible_comment(article=backs, email=address, address="192.0.2.7")

    text = client.get(path).text

    traces = [
        address,
        "canary",
        "cage.example",
        "192.0.2.7",
        comment.token,
        "<email",
        "<author>mail",
    ]
    traces += [hashlib.new(name, address.encode()).hexdigest() for name in ("md5", "sha256")]
    assert not [trace for trace in traces if trace in text]


@pytest.mark.parametrize("path", PATHS)
def test_hostile_words_break_no_feed(client, backs, path):
    for number, words in enumerate(HOSTILE):
        made_at = now() - timedelta(minutes=number)
        make_visible_comment(article=backs, name=words[:90], body=words, created_at=made_at)

    assert len(entries(client, path)) == 20


def test_a_feed_has_the_twenty_newest(client, backs):
    for number in range(22):
        made_at = now() - timedelta(minutes=number)
        make_visible_comment(article=backs, name=f"R{number}", created_at=made_at)

    assert [entry.author for entry in entries(client)] == [f"R{number}" for number in range(20)]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.DRAFT},
        {"publish_at": now() + DAY},
        {"publish_at": now() - 2 * DAY, "unpublish_at": now() - DAY},
    ],
    ids=["draft", "future", "over"],
)
def test_comments_on_what_readers_may_not_see_are_in_no_feed(client, fields):
    make_visible_comment(article=make_article(slug="backs", **fields), name="Ann")

    assert entries(client) == []
    assert client.get("/backs/feed/").status_code == 404


def test_an_article_without_discussion_has_no_feed_and_names_none(client):
    make_page("About")
    make_article("Closed", comments_are_open=False)

    for path in ("/about/", "/closed/", "/nowhere/"):
        assert client.get(f"{path}feed/").status_code == 404
        assert client.get(f"{path}feed/atom/").status_code == 404
        assert f"{path}feed/" not in client.get(path).text


def test_a_closed_discussion_keeps_its_feed_and_an_open_one_has_it_from_the_start(client):
    make_visible_comment(article=make_article("Closed", comments_are_open=False))
    make_article("Open & new")

    for path, title in (("/closed/", "Closed"), ("/open-new/", "Open &amp; new")):
        assert client.get(f"{path}feed/").status_code == 200
        assert (
            f'type="application/rss+xml" title="Comments on “{title}”" href="{path}feed/"'
            in client.get(path).text
        )


def test_the_other_names_of_wordpress_lead_to_the_feed(client, backs):
    for old in ("rss2", "rss", "rdf"):
        for path in ("/comments/feed/", "/backs/feed/"):
            answer = client.get(f"{path}{old}/")
            assert (answer.status_code, answer["Location"]) == (301, path)


@pytest.mark.parametrize("path", PATHS)
def test_the_front_keeps_a_feed_until_a_comment_comes_or_goes(
    front, django_assert_num_queries, path
):
    article = make_article("Backs", slug="backs")
    waiting = make_comment(article=article, name="Ann")
    first = front.get(path)
    assert first.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert "Ann" not in first.text

    waiting.approve(by=None)
    assert "Ann" in front.get(path).text

    make_comment(article=article, name="Spam").mark_as_spam(by=None)
    with django_assert_num_queries(0):
        kept = front.get(path)
    assert front.get(path, if_none_match=kept.headers["ETag"]).status == 304

    waiting.bin(by=None)
    assert "Ann" not in front.get(path).text


def test_a_comment_on_any_article_renews_the_feed_of_all(front):
    make_visible_comment(name="Ann")
    other = make_comment(name="Bea")
    assert "Bea" not in front.get("/comments/feed/").text

    other.approve(by=None)

    assert "Bea" in front.get("/comments/feed/").text


def test_a_reply_from_the_desk_leads_to_its_author(client, backs, django_user_model):
    comment = make_visible_comment(article=backs)
    author = backs.authors.get()
    comment.reply("Thank you.", by=django_user_model.objects.create(username="e"), author=author)

    reply = next(e for e in entries(client, "/backs/feed/atom/") if e.author == "Jo Writer")

    assert reply.author_detail.href.endswith("/author/jo-writer/")


@pytest.mark.parametrize("path", ["/comments/feed/", "/backs/feed/"])
def test_a_feed_takes_as_many_queries_for_one_comment_as_for_twenty(
    client, backs, django_assert_num_queries, path
):
    make_visible_comment(article=backs)
    with django_assert_num_queries(3):  # the publication; the clock or the article; the comments
        client.get(path)

    for _number in range(20):
        make_visible_comment(article=backs if "backs" in path else None)
    with django_assert_num_queries(3):
        client.get(path)


def test_a_comment_in_a_script_without_spaces_is_cut_and_not_left_out(client, backs):
    make_visible_comment(article=backs, body="腰が痛い。" * 100)

    summary = entries(client)[0].summary

    assert summary.startswith("腰が痛い。")
    assert summary.endswith("…")
    assert len(summary) <= 200
