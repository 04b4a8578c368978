"""What the desk's index says about comments."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backpain.desk import Panel
from comments import captcha
from comments.models import Comment


def waiting(request: HttpRequest) -> Panel | None:
    """Say how many comments wait for a moderator."""
    if not request.user.has_perm("comments.moderate_comment"):
        return None
    url = reverse("admin:comments_comment_changelist")
    count = Comment.objects.waiting().count()
    if not count:
        return Panel(_("Comments"), _("No comment waits."), url)
    words = ngettext("%(count)d comment waits.", "%(count)d comments wait.", count)
    return Panel(_("Comments"), words % {"count": count}, url)


def broken_captcha(request: HttpRequest) -> Panel | None:
    """Warn where the captcha cannot do its work."""
    if not request.user.has_perm("comments.moderate_comment"):
        return None
    words = _why_broken()
    return Panel(_("Captcha"), words, is_warning=True) if words else None


def _why_broken() -> str:
    has_keys = settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY
    if not settings.IS_LOCAL and not has_keys:
        return _(
            "Every comment waits for a moderator, because no captcha keys are set: set "
            "RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY."
        )
    if captcha.is_on() and _keys_were_refused():
        return _(
            "The captcha's provider refused our keys within the last day, so comments wait: check "
            "RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY."
        )
    return ""


def _keys_were_refused() -> bool:
    """Look by status, although any will do: that is what the index begins with."""
    return Comment.objects.filter(
        status__in=Comment.Status.values,
        created_at__gt=now() - timedelta(days=1),
        captcha_verdict=Comment.Verdict.MISCONFIGURED,
    ).exists()
