"""The groups of people who work at the desk, and what each may do."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

# group -> "app.codename" of each right
GROUPS = {
    "Moderators": ["comments.view_comment", "comments.moderate_comment"],
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
