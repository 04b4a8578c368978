"""What may become of a comment, and that every step of it is told."""

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backpain.models import PageTag
from comments.models import Comment, Event
from comments.refusals import MovedError, NothingToUndoError
from tests.comments.factories import make_comment, make_visible_comment
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db

VERBS = ["approve", "mark_as_spam", "bin"]
Status = Comment.Status


@pytest.fixture
def moderator():
    return User.objects.create_user("mo")


def version(comment):
    """Return the version of what readers see of the comment's article."""
    return PageTag.objects.filter(name=f"comments:{comment.article_id}").first()


@pytest.mark.parametrize(
    ("verb", "status"),
    [("approve", Status.APPROVED), ("mark_as_spam", Status.SPAM), ("bin", Status.BIN)],
)
def test_a_decision_changes_the_status_and_leaves_an_event(moderator, verb, status):
    comment = make_comment()

    getattr(comment, verb)(moderator)

    comment.refresh_from_db()
    event = comment.events.get()
    assert comment.status == status
    assert (event.from_status, event.to_status) == (Status.WAITING, status)
    assert (event.actor, event.via) == (moderator, Event.Via.DESK)
    assert event.reasons == comment.reasons


def test_the_rules_decide_without_an_actor():
    comment = make_comment()

    comment.approve(by=None)

    assert comment.events.get().via == Event.Via.RULES


@pytest.mark.parametrize("verb", [*VERBS, "withdraw"])
def test_a_decision_about_a_comment_that_was_moved_meanwhile_is_refused(moderator, verb):
    comment = make_comment()
    Comment.objects.get(pk=comment.pk).bin(moderator)

    with pytest.raises(MovedError):
        getattr(comment, verb)(*([] if verb == "withdraw" else [moderator]))

    comment.refresh_from_db()
    assert comment.status == Status.BIN
    assert comment.events.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_decides_about_a_comment_that_its_writer_took_back(moderator, verb):
    comment = make_comment()
    comment.withdraw()

    with pytest.raises(MovedError):
        getattr(comment, verb)(moderator)


def test_what_its_writer_took_back_is_not_the_desks_to_undo(moderator):
    comment = make_visible_comment()
    comment.withdraw()

    with pytest.raises(NothingToUndoError):
        comment.undo(moderator)


def test_a_new_comment_has_nothing_to_undo(moderator):
    with pytest.raises(NothingToUndoError):
        make_comment().undo(moderator)


def test_an_undo_is_an_event_that_names_what_it_undoes(moderator):
    comment = make_comment()
    comment.approve(moderator)

    comment.undo(moderator)

    approval, undo = comment.events.all()
    assert undo.undoes == approval
    assert comment.status == Status.WAITING


@given(st.lists(st.sampled_from([*VERBS, "undo"]), max_size=12))
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_undoing_everything_leads_back_through_every_status(verbs):
    comment = make_comment()
    passed = [comment.status]

    for verb in verbs:
        try:
            getattr(comment, verb)(None)
        except (MovedError, NothingToUndoError):
            continue
        if verb == "undo":
            passed.pop()
        else:
            passed.append(comment.status)
        assert comment.status == passed[-1]

    for status in reversed(passed[:-1]):
        comment.undo(None)
        assert comment.status == status
    with pytest.raises(NothingToUndoError):
        comment.undo(None)


@pytest.mark.parametrize("verbs", [["mark_as_spam"], ["bin"], ["bin", "mark_as_spam", "undo"]])
def test_what_readers_never_saw_changes_no_page(verbs):
    comment = make_comment()

    for verb in verbs:
        getattr(comment, verb)(None)
    comment.withdraw()

    assert version(comment) is None


@pytest.mark.parametrize("verb", ["mark_as_spam", "bin", "withdraw", "undo"])
def test_whatever_takes_a_comment_from_readers_changes_the_page(verb):
    comment = make_comment()
    comment.approve(None)
    before = version(comment).version

    getattr(comment, verb)(*([] if verb == "withdraw" else [None]))

    assert version(comment).version != before


def test_a_decision_makes_the_captchas_token_needless():
    comment = make_comment(captcha_token="token", captcha_verdict="")

    comment.bin(None)

    comment.refresh_from_db()
    assert comment.captcha_token == ""
    assert comment.judge_at is None


def test_an_answer_from_the_desk_is_visible_and_wears_its_authors_badge(moderator):
    comment = make_visible_comment()

    answer = comment.reply("Two sets are *enough*.", by=moderator, author=make_author("Jo Writer"))

    assert answer.is_visible
    assert (answer.name, answer.badge, answer.parent) == ("Jo Writer", "Author", comment)
    assert "<em>enough</em>" in answer.rendered
    assert answer.events.get().actor == moderator


def test_an_answer_to_a_waiting_comment_approves_it_and_may_come_from_the_editor(moderator):
    comment = make_comment()

    answer = comment.reply("Thank you.", by=moderator)

    assert comment.is_visible
    assert (answer.name, answer.badge) == ("mo", "Editor")


def test_comments_of_many_articles_are_counted_in_one_query(django_assert_num_queries):
    busy, quiet = make_article(), make_article()
    for _ in range(3):
        make_visible_comment(article=busy)
    make_comment(article=quiet)

    with django_assert_num_queries(1):
        counts = Comment.objects.visible().count_by_article([busy, quiet])

    assert (counts[busy.pk], counts[quiet.pk]) == (3, 0)


def test_a_thread_outlives_a_comment_that_is_deleted():
    root = make_visible_comment()
    answer = make_visible_comment(parent=root)

    root.delete()

    answer.refresh_from_db()
    assert (answer.parent, answer.root, answer.depth) == (None, None, 1)
