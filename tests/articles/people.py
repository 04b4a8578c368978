"""People of the groups at the desk, each with a browser of their own."""

from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Article, Author
from articles.revisions import content, saving
from tests.factories import make_article, make_author

GROUPS = ["Authors", "Editors", "Medical reviewers", "Moderators", "Publishers"]


def make_user(name: str, *groups: str, **fields) -> User:
    """Make an account at the desk, in these groups, with an address."""
    fields = {"is_staff": True, "email": f"{name}@example.org", **fields}
    user = User.objects.create_user(name, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_person(name: str, *groups: str, **fields) -> Author:
    """Make somebody whom readers know and who signs in at the desk."""
    user = make_user(name.split()[0].lower(), *groups, **fields)
    author = make_author(name)
    author.user = user
    author.save()
    return author


def user_of(person: Author | User) -> User:
    user = person.user if isinstance(person, Author) else person
    assert user
    return user


def signed_in(person: Author | User) -> Client:
    client = Client()
    client.force_login(user_of(person))
    return client


def make_draft(title: str, author: Author, **fields) -> Article:
    """Make an article that no reader sees, saved by its author."""
    article = make_article(title, author=author, status=Article.Status.DRAFT, **fields)
    saving.begin(article, content.content_of(article), user_of(author))
    return article


def write(article: Article, by: Author | User, **fields) -> Article:
    """Save a draft with other words."""
    article = Article.objects.select_related("draft").get(pk=article.pk)
    saving.save(article, {**saving.written(article), **fields}, user_of(by))
    return Article.objects.select_related("draft").get(pk=article.pk)
