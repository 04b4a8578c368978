"""Comments and the finished pages."""

from comments.models import Comment
from tests.comments.factories import make_comment, make_visible_comment
from tests.factories import make_article

WORDS = {"name": "Ann", "email": "ann@example.org", "body": "It helped me."}


def test_an_approved_comment_is_on_the_finished_page(front):
    comment = make_comment(body="It helped me")
    address = comment.article.get_absolute_url()
    assert "It helped me" not in front.get(address).text

    comment.approve(by=None)

    assert "It helped me" in front.get(address).text


def test_a_removed_comment_is_gone_from_the_finished_page(front):
    comment = make_visible_comment(body="Rude words")
    address = comment.article.get_absolute_url()
    assert "Rude words" in front.get(address).text

    comment.bin(by=None)

    assert "Rude words" not in front.get(address).text


def test_a_held_comment_leaves_the_finished_page_as_it_is(front, django_assert_num_queries):
    article = make_article()
    address = article.get_absolute_url()
    before = front.get(address)

    posted = front.post(f"{address}comment/", WORDS, sec_fetch_site="same-origin")
    Comment.objects.get().mark_as_spam(by=None)

    assert posted.status == 303
    with django_assert_num_queries(0):
        after = front.get(address)
    assert after.headers["ETag"] == before.headers["ETag"]


def test_a_count_on_a_list_follows_its_comments(front):
    comment = make_comment()
    assert "1 comment" not in front.get("/").text

    comment.approve(by=None)

    assert "1 comment" in front.get("/").text
