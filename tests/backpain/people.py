"""People at the desk, and what the letters to them say."""

import re
from urllib.parse import urlsplit

from django.contrib.auth.models import Group, Permission, User

from backpain.models import Invitation, Letter
from backpain.people import joining

PASSWORD = "a horse, a battery"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"


def make_person(name="ada", *rights, **fields):
    """Make somebody who signs in at the desk with PASSWORD; rights: codenames."""
    fields = {"email": f"{name}@desk.example", "is_staff": True, **fields}
    person = User.objects.create_user(name, password=PASSWORD, **fields)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return person


def make_chief(name="chief", **fields):
    return make_person(name, is_superuser=True, **fields)


def make_group(name, *rights):
    group = Group.objects.get_or_create(name=name)[0]
    group.permissions.set(Permission.objects.filter(codename__in=rights))
    return group


def make_invitation(
    email="new@desk.example", by=None, groups=(), **fields
) -> tuple[Invitation, str]:
    """Invite somebody; return the invitation and the path of its link."""
    offer = joining.Offer(email=email, name=fields.pop("name", "Nel New"), groups=groups, **fields)
    invitation = joining.invite(offer, by or User.objects.filter(is_superuser=True)[0])
    return invitation, link_in(last_letter(email))


def last_letter(to):
    return Letter.objects.filter(to=to).latest("pk")


def link_in(letter):
    """The path of the link in a letter."""
    [address] = re.findall(r"^(http\S+/admin/\S+)$", letter.text, re.MULTILINE)
    return urlsplit(address).path
