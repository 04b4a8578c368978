"""Pages of people at the desk: joining it, a new password, where one is signed in.

The pages behind mailed links and the one for a forgotten password are open to strangers. A GET of
them only shows, as mail scanners open every link, and none says whether an address has an account.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from backpain import private
from backpain.models import Invitation
from backpain.people import joining, passwords, sessions
from backpain.people.forms import ForgottenForm, JoinForm
from backpain.visitors import client_address

CLOSED = {
    Invitation.Outcome.ACCEPTED: "registration/invitation_used.html",
    Invitation.Outcome.REPLACED: "registration/invitation_replaced.html",
    Invitation.Outcome.WITHDRAWN: "registration/invitation_withdrawn.html",
}


def open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare that `view` is a page under the desk's address for people who cannot sign in."""

    @private.page
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs)

    wrapper.is_open = True  # type: ignore[attr-defined]
    return wrapper


@open_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited colleague choose a user name and password, and in."""
    found = joining.with_token(token)
    if found is None:
        return _show(request, "registration/stale_link.html", _("This link does not work"), 404)
    if not joining.is_valid(found):
        return _no_longer(request, found)
    account = joining.account_for(found)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        instance=account,
        initial={"username": joining.user_name_for(found)},
    )
    if form.is_bound and form.is_valid():
        try:
            if not joining.accept(found, form.save(commit=False)):
                return _no_longer(request, Invitation.objects.get(pk=found.pk))
        except IntegrityError:
            form.refuse_name()
        else:
            joining.join(request, account)
            return redirect("admin:index")
    title = _("Welcome to the desk")
    return _show(request, "registration/invitation.html", title, form=form, invitation=found)


@open_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """Take the address of somebody who forgot a password; the answer is the same for all."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    title = _("Forgotten your password?")
    if form.is_bound and form.is_valid():
        if passwords.ask(form.cleaned_data["email"], client_address(request)):
            return redirect("people:forgotten_sent")
        form.add_error(None, _("Too many letters were asked for from here. Try in an hour."))
        return _show(request, "registration/forgotten.html", title, 429, form=form)
    return _show(request, "registration/forgotten.html", title, form=form)


@open_page
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    return _show(request, "registration/forgotten_sent.html", _("Look into your letters"))


@open_page
def reset(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Let the owner of a mailed link choose a new password; they sign in with it afterwards."""
    person = passwords.owner_of(uid, token)
    if person is None:
        title = _("This link does not work any more")
        return _show(request, "registration/reset_stale.html", title, 404)
    form = SetPasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            form.save()
            passwords.changed(person)
        return redirect("people:reset_done")
    title = _("Choose a new password")
    return _show(request, "registration/reset.html", title, form=form, person=person)


@open_page
def reset_done(request: HttpRequest) -> HttpResponse:
    return _show(request, "registration/reset_done.html", _("Your password is changed"))


@private.page
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Let somebody change their own password; they stay signed in here and nowhere else."""
    person = cast("User", request.user)
    form = PasswordChangeForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            form.save()
            passwords.changed(person, but=request.session.session_key)
            update_session_auth_hash(request, person)
        messages.success(request, _("Your password is changed. You are signed in here alone."))
        return redirect("people:sessions")
    title = _("Change your password")
    return _show(request, "registration/password_change_form.html", title, form=form)


@private.page
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show somebody where they are signed in, and sign them out there."""
    person, here = cast("User", request.user), request.session.session_key
    if request.method == "POST":
        tell_ended(request, end_chosen(request, person, but=here))
        return redirect("people:sessions")
    rows = list(sessions.of(person))
    has_others = any(row.session_id != here for row in rows)
    title = _("Your sessions")
    return _show(
        request, "admin/people/sessions.html", title, rows=rows, here=here, has_others=has_others
    )


def end_chosen(request: HttpRequest, person: User, *, but: str | None = None) -> int:
    """End the session that the pressed button names, or all of them; return how many ended."""
    chosen = request.POST.get("end", "")
    if chosen == "all":
        return sessions.end(person, but=but)
    is_key = chosen.isdecimal() and len(chosen) < 19
    return sessions.end(person, only=int(chosen), but=but) if is_key else 0


def tell_ended(request: HttpRequest, ended: int) -> None:
    if not ended:
        messages.info(request, _("That session had ended already."))
        return
    words = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended)
    messages.success(request, words % {"count": ended})


def _no_longer(request: HttpRequest, found: Invitation) -> HttpResponse:
    template = "registration/invitation_expired.html"
    if not found.is_expired:
        outcome = Invitation.Outcome(found.outcome or Invitation.Outcome.WITHDRAWN)
        template = CLOSED[outcome]
    title = _("This invitation does not hold any more")
    return _show(request, template, title, 410, invitation=found)


def _show(
    request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    rules = password_validators_help_texts()
    whole = {**admin.site.each_context(request), "title": title, "rules": rules, **context}
    return render(request, template, whole, status=status)
