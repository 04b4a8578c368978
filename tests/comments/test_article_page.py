"""How an article shows its comments."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from backpain import pages
from backpain.models import Publication
from backpain.text import normalise
from comments import threads
from tests.comments.factories import make_comment, make_visible_comment
from tests.comments.reading import HOSTILE, Reader
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db


def page(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response


def queries_about_comments(captured):
    return [query for query in captured if "comments_comment" in query["sql"]]


def test_readers_see_approved_comments_only(client):
    article = make_article()
    make_visible_comment(article=article, body="Everyone reads this")
    make_comment(article=article, body="Nobody reads this")
    make_comment(article=article, body="Nor this", status="spam")

    text = page(client, article).text

    assert "Everyone reads this" in text
    assert "Nobody reads this" not in text
    assert "Nor this" not in text
    assert "1 comment</h2>" in text


def test_no_e_mail_address_and_no_ip_address_is_on_the_page_or_in_its_headers(client):
    article = make_article()
    comment = make_visible_comment(
        article=article, email="canary@example.org", address="203.0.113.99", token="t0ken"
    )

    for address in (article.get_absolute_url(), comment.get_absolute_url()):
        response = client.get(address)
        everything = f"{response.headers} {response.text}"
        assert "canary" not in everything
        assert "203.0.113" not in everything
        assert "t0ken" not in everything


def test_answers_follow_what_they_answer_oldest_first():
    article = make_article()
    first = make_visible_comment(article=article, body="First")
    second = make_visible_comment(article=article, body="Second")
    answer = make_visible_comment(parent=first, body="To the first")
    make_visible_comment(parent=answer, body="To the answer")
    make_visible_comment(parent=first, body="Also to the first")
    make_visible_comment(parent=second, body="To the second")

    entries = threads.of(article)

    assert [(entry.comment.body, entry.level) for entry in entries] == [
        ("First", 0),
        ("To the first", 1),
        ("To the answer", 2),
        ("Also to the first", 1),
        ("Second", 0),
        ("To the second", 1),
    ]


def test_a_deep_thread_stays_at_the_fourth_level_and_names_whom_it_answers(client):
    comment = make_visible_comment(name="Reader 0")
    for number in range(1, 6):
        comment = make_visible_comment(parent=comment, name=f"Reader {number}")

    text = page(client, comment.article).text

    assert text.count("comment--depth-3") == 3
    assert "comment--depth-4" not in text
    assert '<p class="comment__parent">in reply to Reader 4</p>' in text
    assert '<p class="comment__parent visually-hidden">in reply to Reader 0</p>' in text


def test_a_removed_comment_keeps_its_place_while_answers_stand_under_it(client):
    root = make_visible_comment(body="Rude words", name="Rude")
    gone = make_visible_comment(parent=root, body="More of them")
    make_visible_comment(parent=gone, body="A calm answer")
    for comment in (root, gone):
        comment.bin(None)

    text = page(client, root.article).text

    assert text.count("This comment has been removed.") == 2
    assert "A calm answer" in text
    assert "in reply to a removed comment" in text
    assert "Rude" not in text
    assert "1 comment</h2>" in text


def test_a_removed_comment_without_answers_leaves_nothing(client):
    root = make_visible_comment()
    make_comment(parent=root, body="Waits")
    root.bin(None)

    assert "has been removed" not in page(client, root.article).text


def test_an_answer_to_a_deleted_comment_says_so(client):
    root = make_visible_comment()
    make_visible_comment(parent=root, body="Still here")
    root.delete()

    text = page(client, root.article).text

    assert "Still here" in text
    assert "in reply to a removed comment" in text


@pytest.mark.parametrize("count", [0, 3, 40])
def test_the_comments_of_a_page_take_two_queries_at_most(
    client, django_assert_max_num_queries, count
):
    article = make_article()
    for _ in range(count):
        root = make_visible_comment(article=article)
        make_visible_comment(parent=root)
    if count:
        root.bin(None)

    with django_assert_max_num_queries(30) as captured:
        page(client, article)

    assert len(queries_about_comments(captured)) == (2 if count else 1)


def test_the_form_is_as_the_publication_words_it(client):
    text = page(client, make_article()).text

    assert "Leave a reply" in text
    assert "Your email address will not be published. Required fields are marked *" in text
    assert "No comments yet." in text
    assert 'autocomplete="name"' in text
    assert "placeholder" not in text[text.index('id="comments"') :]
    assert "Please reload" not in text
    assert "csrfmiddlewaretoken" not in text


def test_a_desk_answer_wears_a_badge(client, django_user_model):
    comment = make_visible_comment()
    comment.reply("Yes.", by=django_user_model.objects.create_user("mo"), author=make_author())

    assert '<span class="comment__badge">Author</span>' in page(client, comment.article).text


def test_each_comment_has_a_lasting_address_and_a_way_to_answer_it(client):
    comment = make_visible_comment()
    write = reverse("comments:write", args=[comment.article.slug])

    text = page(client, comment.article).text

    assert f'href="/c/{comment.pk}/"' in text
    assert f'href="{write}?parent={comment.pk}" rel="nofollow"' in text
    assert f'id="comment-{comment.pk}"' in text


def test_closed_comments_are_read_but_not_answered(client):
    comment = make_visible_comment(article=make_article(comments_are_open=False))

    response = page(client, comment.article)

    assert comment.body in response.text
    assert "Comments on this article are closed." in response.text
    assert 'data-draft="comment:' not in response.text
    assert "parent=" not in response.text
    assert "google" not in response["Content-Security-Policy"]


def test_the_page_is_right_only_until_its_comments_close(client):
    Publication(pk=1, comments_close_after_days=30).save()
    article = make_article(publish_at=now() - timedelta(days=10))

    response = page(client, article)

    assert response.page.until == article.publish_at + timedelta(days=30)
    assert f"comments:{article.pk}" in response.page.tags


def test_only_pages_with_the_form_may_load_the_captcha_and_none_but_from_its_folders(client):
    policy = page(client, make_article())["Content-Security-Policy"]
    home = client.get("/")["Content-Security-Policy"]

    assert "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/" in policy
    assert "frame-src https://www.google.com/recaptcha/" in policy
    assert "google" not in home


def test_another_domain_of_the_captcha_is_the_only_one_admitted(client, settings):
    settings.RECAPTCHA_DOMAIN = "localhost:8159"

    response = page(client, make_article())

    assert "https://localhost:8159/recaptcha/" in response["Content-Security-Policy"]
    assert "google" not in response["Content-Security-Policy"]
    assert 'data-domain="localhost:8159"' in response.text


def test_without_a_captcha_nothing_of_it_is_on_the_page(client, settings):
    settings.RECAPTCHA_KIND = "none"

    response = page(client, make_article())

    assert "captcha" not in response.text.lower()
    assert "recaptcha" not in response["Content-Security-Policy"]


def test_hostile_names_and_words_do_nothing_on_the_page(client):
    article = make_article()
    plain = Reader(page(client, article).text)
    for text in map(normalise, HOSTILE):
        make_visible_comment(article=article, name=text[:80], body=text)

    seen = Reader(page(client, article).text)

    assert seen.tags - plain.tags <= {
        *("ol", "li", "time", "bdi", "blockquote", "code", "pre", "em", "strong", "br", "ul")
    }
    assert seen.scripts == plain.scripts
    assert not [a for _, a in seen.elements if any(name.startswith("on") for name in a)]


def test_lists_learn_their_counts_in_one_query_and_change_with_them(
    client, rf, django_assert_num_queries
):
    from django.template import Context, Template

    article, other = make_article(), make_article()
    make_visible_comment(article=article)
    request = rf.get("/")
    request.page = pages.Page()
    template = Template(
        "{% load comment_tags %}{% comment_counts listed as counts %}"
        "{% for article in listed %}{{ counts|count_for:article }} {% endfor %}"
    )

    with django_assert_num_queries(1):
        text = template.render(Context({"request": request, "listed": [article, other]}))

    assert text == "1 0 "
    assert request.page.tags >= {f"comments:{article.pk}", f"comments:{other.pk}"}
