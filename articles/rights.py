"""Who may do what with an article at the desk: every view and act there asks here.

`view_article` lets somebody see all articles at the desk. `change_article` lets them change their
own: those that they made, and those in whose byline they stand. Whoever may also publish changes
everybody's. `review_article` lets a person sign what somebody else wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Author, Byline, Revision
from articles.revisions import plans

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

BACKEND = "django.contrib.auth.backends.ModelBackend"  # which knows the rights of groups
REVIEW = ["reviewer", "reviewed_on", "review_scope", "review_due_on"]  # by hand: who publishes


def person_of(user: User | AnonymousUser) -> Author | None:
    """Return who somebody is to readers."""
    return Author.objects.filter(user=user.pk).first() if user.pk else None


def own(user: User, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Keep those of `articles` that `user` made or stands in the byline of."""
    named = Byline.objects.filter(article=OuterRef("pk"), author__user=user.pk)
    made = Revision.objects.filter(
        article=OuterRef("pk"), editor=user.pk, base=None, kind=Revision.Kind.SAVED
    )
    return articles.filter(Q(Exists(named)) | Q(Exists(made)))


def owns(user: User, article: Article) -> bool:
    return own(user, Article.objects.filter(pk=article.pk)).exists()


def sees_all(user: User) -> bool:
    """Say whether somebody sees everybody's drafts."""
    return user.has_perm("articles.view_article") or edits_all(user)


def edits_all(user: User) -> bool:
    return _changes(user) and publishes(user)


def publishes(user: User) -> bool:
    """Say whether somebody decides what readers see: publishes, schedules, unpublishes, withdraws,
    and writes down reviews that were made on paper.
    """
    return user.has_perm("articles.publish_article")


def reviews(user: User) -> bool:
    return user.has_perm("articles.review_article")


def seen_at_desk(user: User, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Keep what the list of articles shows to somebody."""
    return articles if sees_all(user) else own(user, articles)


def known_to(user: User, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Keep what somebody may know of, to link to it: their own, and what readers see."""
    if sees_all(user):
        return articles
    public = Article.objects.published().values("pk")
    mine = own(user, Article.objects.all()).values("pk")
    return articles.filter(Q(pk__in=public) | Q(pk__in=mine))


def may_see(user: User, article: Article | None = None) -> bool:
    """Say whether somebody may see an article at the desk with its draft; None: any at all."""
    if article is None:
        return sees_all(user) or _changes(user)
    return sees_all(user) or (_changes(user) and owns(user, article))


def may_add(user: User) -> bool:
    return user.has_perm("articles.add_article")


def may_write(user: User, article: Article | None = None) -> bool:
    """Say whether somebody may save a draft of an article; None: of any at all."""
    if not _changes(user):
        return False
    return article is None or publishes(user) or owns(user, article)


def may_publish(user: User, article: Article | None = None) -> bool:
    return publishes(user) and may_write(user, article)


def may_replace(user: User, article: Article) -> bool:
    """Say whether somebody may restore an earlier text or discard the draft: that cancels what was
    to be published by itself, which only who publishes may.
    """
    return may_write(user, article) and (publishes(user) or plans.of(article) is None)


def may_delete(user: User, article: Article | None = None) -> bool:
    """Say whether somebody may delete an article; who does not publish, only while no reader can
    know it.
    """
    if not user.has_perm("articles.delete_article"):
        return False
    if article is None or publishes(user):
        return True
    return owns(user, article) and _is_unknown(article)


def may_upload(user: User) -> bool:
    return user.has_perm("articles.add_picture")


def may_name_accounts(user: User) -> bool:
    """Say whether somebody may say which account a person signs in with: who signs hangs on it."""
    return user.has_perm("articles.change_author") and user.has_perm("auth.view_user")


def why_not_sign(user: User, article: Article, revision: Revision | None) -> str:
    """Say why somebody may not sign a text, in words for them; "" if they may."""
    person = person_of(user)
    if not (reviews(user) and may_see(user, article)):
        return _("Medical reviewers sign.")
    if person is None:
        return _("Your account belongs to no person that readers know: somebody must set that.")
    if person.pk in _writers(article, revision):
        return _("You stand in its byline: somebody else reviews it.")
    if revision and revision.editor_id == user.pk:
        return _("You saved this text yourself: somebody else reviews it.")
    return ""


def reviewers() -> QuerySet[Author]:
    """Return the people who may sign, but for superusers, who need not."""
    accounts = _accounts("articles.review_article")
    return Author.objects.filter(user__in=accounts).select_related("user")


def reviewers_of(article: Article) -> list[Author]:
    """Return who may sign `article`: those who did not write it."""
    writers = _writers(article, article.draft)
    return [person for person in reviewers() if person.pk not in writers]


def editors() -> list[Any]:
    """Return the accounts that publish; superusers where there are no others."""
    accounts = _accounts("articles.publish_article")
    everybody = get_user_model()._default_manager
    return list(accounts or everybody.filter(is_superuser=True, is_active=True, is_staff=True))


def _accounts(right: str) -> QuerySet:
    found: QuerySet = get_user_model().objects.with_perm(
        right, include_superusers=False, backend=BACKEND
    )
    return found.filter(is_staff=True)


def _changes(user: User) -> bool:
    return user.has_perm("articles.change_article")


def _is_unknown(article: Article) -> bool:
    live = Article.objects.filter(pk=article.pk).first()
    return live is not None and not live.has_been_public


def _writers(article: Article, revision: Revision | None) -> set[int]:
    """Return the keys of who stands in the byline, as readers see it or as it is to be."""
    named: Iterable[int] = article.byline_set.values_list("author", flat=True)
    return {*named, *(revision.content.get("authors", []) if revision else [])}
