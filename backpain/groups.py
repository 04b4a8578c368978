"""The groups of people who work at the desk, and what each may do.

What somebody may do with one article and not with another is decided in articles.rights.
"""

from itertools import product
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission


def _rights(acts: str, *models: str) -> list[str]:
    """Return "app.act_model" for each pair of `acts`, divided by spaces, and "app.model"."""
    named = (model.split(".") for model in models)
    return [f"{app}.{act}_{model}" for (app, model), act in product(named, acts.split())]


ALL = "view add change delete"

# Authors lack view_article, with which they would see everybody's drafts, and publish_article.
AUTHORS = [
    *_rights("add change delete", "articles.article"),
    *_rights(ALL, "articles.byline", "articles.source"),
    *_rights("add", "articles.changenote"),
    *_rights("view add", "articles.picture"),
    *_rights("view", "articles.author", "articles.category", "articles.tag"),
    *_rights("view", "articles.series", "articles.exercise"),
]
EDITORS = [
    *_rights(ALL, "articles.article", "articles.byline", "articles.source", "articles.changenote"),
    *_rights(ALL, "articles.author", "articles.category", "articles.tag", "articles.series"),
    *_rights(ALL, "articles.exercise", "articles.picture", "articles.redirect"),
    *_rights(ALL, "articles.menuitem"),
    *_rights("view change", "articles.menu"),
    *_rights("view change delete", "articles.report"),
    *_rights("view delete", "articles.searchmiss"),
    "articles.publish_article",
]

MODERATORS = ["comments.view_comment", "comments.moderate_comment"]
REVIEWERS = ["articles.view_article", "articles.review_article"]

# group -> "app.codename" of each right
GROUPS = {
    "Authors": AUTHORS,
    "Editors": EDITORS,
    "Medical reviewers": REVIEWERS,
    "Moderators": MODERATORS,
    # They bring people in, and nobody gives more than they have: see backpain.people.rights.
    "Publishers": [
        *EDITORS,
        *MODERATORS,
        *_rights("view add change", "backpain.publication"),
        *_rights("view change", "newsletter.subscriber"),
        *_rights("view add change", "auth.user"),
        "admin.view_logentry",
    ],
}


def grant(app_config: Any, **kwargs: Any) -> None:
    """Make the groups that have rights in an app and give them these; safe to run again after every
    migrate.
    """
    rights_here = {
        name: [
            right.partition(".")[2] for right in rights if right.startswith(f"{app_config.label}.")
        ]
        for name, rights in GROUPS.items()
    }
    if not any(rights_here.values()):
        return
    create_permissions(app_config, verbosity=0, using=kwargs["using"])
    known = Permission.objects.using(kwargs["using"]).filter(
        content_type__app_label=app_config.label
    )
    for name, codenames in rights_here.items():
        group, _ = Group.objects.using(kwargs["using"]).get_or_create(name=name)
        group.permissions.add(*known.filter(codename__in=codenames))
