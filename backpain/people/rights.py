"""Who may bring in, change and sign out whom: nobody gives, or takes over, more than they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db.models import SET_NULL, Q, QuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Field

    from backpain.people.models import Invitation


def may_invite(user: User | AnonymousUser) -> bool:
    return user.has_perm("auth.add_user")


def rights_of(person: User) -> set[int]:
    """Return the keys of what somebody may do, or could if their account were active."""
    own = Permission.objects.filter(Q(user=person) | Q(group__user=person))
    return set(own.values_list("pk", flat=True))


def may_change(editor: User, person: User) -> bool:
    """Say whether `editor` may change `person`, such as their password, which takes them over."""
    if editor.is_superuser:
        return True
    return not person.is_superuser and rights_of(person) <= rights_of(editor)


def groups_of(giver: User) -> QuerySet[Group]:
    """Return the groups that somebody may give: those that may do nothing which they may not."""
    groups = Group.objects.order_by("name")
    if giver.is_superuser:
        return groups
    beyond = Permission.objects.exclude(pk__in=rights_of(giver))
    return groups.exclude(permissions__in=beyond)


def may_give(giver: User | None, invitation: Invitation) -> bool:
    """Say whether somebody may, at this moment, give all that `invitation` offers."""
    if giver is None or not giver.is_active or not may_invite(giver):
        return False
    if giver.is_superuser:
        return True
    offered = set(invitation.groups.values_list("pk", flat=True))
    return not invitation.is_superuser and offered <= set(
        groups_of(giver).values_list("pk", flat=True)
    )


def has_worked(person: User) -> bool:
    """Say whether something here keeps the person's name, which deleting the account would lose."""
    if LogEntry.objects.filter(user=person).exists():
        return True
    return any(
        field.model._base_manager.filter(**{field.name: person}).exists() for field in _traces()
    )


def _traces() -> Iterator[Field]:
    """Yield the columns that name who did something, and are emptied with the account."""
    for relation in User._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is SET_NULL and relation.auto_created:
            yield relation.field  # type: ignore[union-attr]
