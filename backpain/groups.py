"""The groups of people who work at the desk, and what each may do."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

# group -> "app.codename" of each right
GROUPS = {
    "Moderators": ["comments.view_comment", "comments.moderate_comment"],
}


def grant(app_config: Any, **kwargs: Any) -> None:
    """Make the groups and give them their rights; safe to run again after every migrate."""
    create_permissions(app_config, verbosity=0, using=kwargs["using"])
    for name, rights in GROUPS.items():
        group, _ = Group.objects.using(kwargs["using"]).get_or_create(name=name)
        for right in rights:
            app_label, codename = right.split(".")
            group.permissions.add(
                *Permission.objects.using(kwargs["using"]).filter(
                    content_type__app_label=app_label, codename=codename
                )
            )
