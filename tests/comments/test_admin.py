"""Moderation at the desk."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from backpain.text import normalise
from comments.models import Comment
from tests.comments.factories import make_comment, make_visible_comment
from tests.comments.reading import HOSTILE, Reader
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_comment_changelist")
Status = Comment.Status


@pytest.fixture
def moderator():
    user = User.objects.create_user("mo", is_staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def desk(client, moderator):
    """Give a browser in which a moderator is signed in."""
    client.force_login(moderator)
    return client


def page_of(comment):
    return reverse("admin:comments_comment_change", args=[comment.pk])


def press(client, comment, verb, seen="", **options):
    """Press one of a comment's buttons as the list showed it."""
    value = f"{verb}:{comment.pk}:{seen or comment.status}"
    return client.post(LIST, {"act": value}, follow=True, **options)


def choose(client, comments, action, query=""):
    fields = {"action": action, "_selected_action": [c.pk for c in comments], "index": "0"}
    return client.post(LIST + query, fields, follow=True)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def test_the_list_shows_first_what_waits_with_all_a_moderator_needs(desk):
    root = make_visible_comment(name="Root", body="What I asked")
    comment = make_comment(
        parent=root,
        name="Ann",
        email="ann@example.org",
        body="All *of* it",
        reasons=["No captcha."],
    )
    make_comment(body="Cheap watches", status=Status.SPAM)

    text = desk.get(LIST).text

    assert "All <em>of</em> it" in text
    assert "ann@example.org" in text
    assert comment.article.title in text
    assert "No captcha." in text
    assert "In reply to Root: “What I asked”" in text
    assert "Cheap watches" not in text
    assert 'aria-label="Approve the comment by Ann"' in text


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_list_and_its_count(desk, status):
    make_comment(status=status, body="The one")

    text = desk.get(LIST, {"status": status}).text

    assert "The one" in text
    assert f'href="?status={status}" aria-current="page">{status.label} <span' in text
    assert '<span class="tabs__count">1</span>' in text


@pytest.mark.parametrize("status", ["%00", "nonsense", ""])
def test_a_status_that_there_is_not_shows_what_waits(desk, status):
    make_comment(body="The one")

    text = desk.get(f"{LIST}?status={status}").text

    assert "The one" in text
    assert 'href="?status=waiting" aria-current="page">' in text


@pytest.mark.parametrize(
    ("verb", "status"),
    [("approve", Status.APPROVED), ("mark_as_spam", Status.SPAM), ("bin", Status.BIN)],
)
def test_a_button_decides_and_says_so_with_a_way_back(desk, moderator, verb, status):
    comment = make_comment(name="Ann")

    response = press(desk, comment, verb)

    assert status_of(comment) == status
    assert comment.events.get().actor == moderator
    assert "The comment by Ann is" in response.text
    assert f'<a href="{page_of(comment)}">Open it to undo</a>' in response.text


def test_a_decision_can_be_undone_with_a_button(desk):
    comment = make_comment()
    comment.approve(None)

    press(desk, comment, "undo")

    assert status_of(comment) == Status.WAITING


def test_opening_pages_decides_nothing(desk):
    comment = make_comment()

    desk.get(LIST, {"act": f"approve:{comment.pk}:waiting"})
    desk.get(page_of(comment), {"act": f"approve:{comment.pk}:waiting"})

    assert status_of(comment) == Status.WAITING


def test_a_comment_that_someone_else_moved_is_left_alone_and_the_desk_says_who(desk):
    comment = make_comment(name="Ann")
    Comment.objects.get(pk=comment.pk).bin(User.objects.create_user("eva"))

    response = press(desk, comment, "approve", seen="waiting")

    assert status_of(comment) == Status.BIN
    assert (
        "Nothing was done. Latest about the comment by Ann: put into the bin, eva." in response.text
    )


def test_nothing_to_undo_is_said(desk):
    assert "Nothing is left to undo." in press(desk, make_comment(), "undo").text


@pytest.mark.parametrize(
    "value", ["", "approve", "delete:1:waiting", "approve:x:waiting", "a:b:c:d"]
)
def test_a_button_that_we_did_not_make_is_a_bad_request(desk, value):
    assert desk.post(LIST, {"act": value}).status_code == 400


def test_a_button_of_a_comment_that_is_no_more_is_not_found(desk):
    assert desk.post(LIST, {"act": "approve:999999:waiting"}).status_code == 404


@pytest.mark.parametrize(
    ("action", "status", "words"),
    [
        ("approve", Status.APPROVED, "3 comments approved."),
        ("mark_as_spam", Status.SPAM, "3 comments marked as spam."),
        ("bin", Status.BIN, "3 comments put into the bin."),
    ],
)
def test_many_are_decided_at_once(desk, action, status, words):
    comments = [make_comment() for _ in range(3)]

    response = choose(desk, comments, action)

    assert words in response.text
    assert {status_of(comment) for comment in comments} == {status}


def test_many_decisions_are_undone_at_once(desk):
    comments = [make_comment() for _ in range(2)]
    for comment in comments:
        comment.bin(None)

    response = choose(desk, comments, "undo", "?status=bin")

    assert "2 decisions undone." in response.text
    assert {status_of(comment) for comment in comments} == {Status.WAITING}


def test_of_many_those_that_someone_else_moved_are_left_alone(desk):
    comments = [make_comment() for _ in range(3)]
    Comment.objects.get(pk=comments[0].pk).mark_as_spam(None)

    response = choose(desk, comments, "approve")

    assert "2 comments approved." in response.text
    assert "1 comment was left alone" in response.text
    assert status_of(comments[0]) == Status.SPAM


@pytest.mark.parametrize("query", ["Ann", "ann@example.org", "knee"])
def test_a_search_finds_name_address_and_words(desk, query):
    make_comment(name="Ann", email="ann@example.org", body="My knee hurts")
    make_comment(name="Ben", body="Another one")

    text = desk.get(LIST, {"q": query}).text

    assert "My knee hurts" in text
    assert "Another one" not in text


def test_a_comments_page_shows_its_history(desk):
    comment = make_comment(address="203.0.113.7")
    comment.approve(User.objects.create_user("eva"))
    comment.bin(None)

    text = desk.get(page_of(comment)).text

    assert "approved, eva, at the desk" in text
    assert "put into the bin, by the publication" in text
    assert "203.0.113.7" in text


def test_an_answer_from_the_desk_stands_under_the_article(desk, client):
    comment = make_comment()
    author = make_author("Jo Writer")

    response = desk.post(page_of(comment), {"body": "Twice a *day*.", "author": author.pk})

    answer = Comment.objects.get(parent=comment)
    assert response.status_code == 302
    assert answer.is_visible
    assert (answer.name, answer.badge) == ("Jo Writer", "Author")
    assert "Twice a <em>day</em>." in client.get(comment.article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_name": "Mo", "last_name": "Derator"}, "Mo Derator"),
        ({}, "mo"),
        ({"username": "mo@example.org"}, "mo"),  # no address on a public page
        ({"first_name": "M" * 150, "last_name": "D" * 150}, "M" * 99 + "…"),
    ],
)
def test_an_editor_answers_under_the_name_that_the_form_says(desk, moderator, fields, name):
    User.objects.filter(pk=moderator.pk).update(**fields)
    comment = make_comment()

    form = desk.get(page_of(comment)).text
    desk.post(page_of(comment), {"body": "Hello."})

    assert f">{name}, editor</option>" in form
    assert Comment.objects.get(parent=comment).name == name


def test_an_empty_answer_from_the_desk_is_not_posted(desk):
    comment = make_comment()

    response = desk.post(page_of(comment), {"body": " "})

    assert "Write your comment." in response.text
    assert not Comment.objects.filter(parent=comment).exists()
    assert status_of(comment) == Status.WAITING


def test_an_answer_to_what_its_writer_took_back_is_refused_and_its_words_stay(desk):
    comment = make_comment()
    comment.withdraw()

    response = desk.post(page_of(comment), {"body": "Hello."}, follow=True)

    assert "Nothing was done." in response.text
    assert "Hello.</textarea>" in response.text
    assert not Comment.objects.filter(parent=comment).exists()


def test_moderators_can_do_nothing_else(desk, moderator):
    comment = make_comment()

    assert desk.get(reverse("admin:comments_comment_add")).status_code == 403
    assert desk.post(reverse("admin:comments_comment_delete", args=[comment.pk])).status_code == 403
    assert "Delete for good" not in desk.get(page_of(comment)).text
    assert "delete_selected" not in desk.get(LIST).text
    assert desk.get(reverse("admin:articles_article_changelist")).status_code == 403
    assert moderator.get_all_permissions() == {
        "comments.view_comment",
        "comments.moderate_comment",
    }


def test_nobody_can_edit_a_readers_words(admin_client):
    comment = make_comment(body="As written")

    admin_client.post(
        page_of(comment), {"name": "Changed", "html": "Changed", "status": "approved"}
    )

    comment.refresh_from_db()
    assert comment.body == "As written"
    assert comment.status == Status.WAITING


@pytest.mark.parametrize("may_see", [False, True])
def test_who_may_not_moderate_sees_and_does_nothing(client, may_see):
    stranger = User.objects.create_user("stranger", is_staff=may_see)
    client.force_login(stranger)
    comment = make_comment()
    looking, posting = (403, 403) if may_see else (302, 401)  # the words come back: see unsent

    assert client.get(LIST).status_code == looking
    assert client.get(page_of(comment)).status_code == looking
    assert client.post(LIST, {"act": f"approve:{comment.pk}:waiting"}).status_code == posting
    assert client.post(page_of(comment), {"body": "Hello."}).status_code == posting
    assert (
        client.post(LIST, {"action": "bin", "_selected_action": comment.pk}).status_code == posting
    )
    assert status_of(comment) == Status.WAITING
    assert "comments" not in client.get(reverse("admin:index")).text.lower() or not may_see


def test_a_forged_post_decides_nothing(moderator):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    comment = make_comment()

    response = client.post(LIST, {"act": f"approve:{comment.pk}:waiting"})

    assert response.status_code == 403
    assert status_of(comment) == Status.WAITING


def test_a_publisher_may_delete_for_good_and_readers_see_it_go(admin_client, client):
    comment = make_visible_comment(body="Against the law")
    address = comment.article.get_absolute_url()
    delete = reverse("admin:comments_comment_delete", args=[comment.pk])

    admin_client.post(delete, {"post": "yes"})

    assert not Comment.objects.filter(pk=comment.pk).exists()
    assert "Against the law" not in client.get(address).text


@pytest.mark.parametrize(
    "address", ["/admin/comments/comment/x/change/", "/admin/comments/comment/0/change/"]
)
def test_a_comment_that_does_not_exist_is_not_found(desk, address):
    assert desk.get(address).status_code == 404


def test_hostile_words_do_nothing_at_the_desk(desk):
    make_comment()
    plain = Reader(desk.get(LIST).text)
    pages = []
    for text in map(normalise, HOSTILE):
        comment = make_comment(name=text[:80], email=f"{text[:99]}@a.example", body=text)
        pages.append(desk.get(page_of(comment)))
    pages.append(press(desk, comment, "approve"))
    pages += [desk.get(LIST, {"p": number}) for number in (1, 2)]

    for page in pages:
        seen = Reader(page.text)
        assert not {"iframe", "object", "embed", "math", "base"} & seen.tags
        assert set(seen.scripts) <= set(plain.scripts)
        assert not [a for _, a in seen.elements if any(name.startswith("on") for name in a)]


def test_the_list_takes_as_many_queries_for_many_comments_as_for_few(
    desk, django_assert_num_queries
):
    article = make_article()
    root = make_visible_comment(article=article)

    def fill(count):
        for _ in range(count):
            make_comment(parent=root).bin(None)

    fill(2)
    with django_assert_num_queries(10) as few:
        desk.get(LIST, {"status": "bin"})
    fill(20)
    with django_assert_num_queries(len(few)):
        desk.get(LIST, {"status": "bin"})
