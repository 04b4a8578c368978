"""People at the desk: accounts, invitations, and where a colleague is signed in."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Field, ManyToManyField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backpain.models import Invitation
from backpain.people import joining, rights, sessions
from backpain.people.forms import InviteForm, NewPasswordForm, PersonForm
from backpain.people.meanings import GroupsField
from backpain.people.views import end_chosen, tell_ended

admin.site.unregister(User)
admin.site.unregister(Group)

LEAVING = gettext_lazy(
    "Untick it when somebody leaves: they are signed out at once, and what they did keeps their "
    "name. Only an account that has done nothing here can be deleted."
)
SUPERUSER = gettext_lazy("May do everything, and make others superusers.")
STAFF = gettext_lazy("May sign in at the desk.")


class InvitationsAdmin(UserAdmin):
    """Invites colleagues, and shows which invitations wait."""

    def get_urls(self) -> list[Any]:
        def named(view: Any, address: str, name: str) -> Any:
            return path(address, self.admin_site.admin_view(view), name=f"auth_user_{name}")

        return [
            named(self.invite_view, "invite/", "invite"),
            named(self.invitations_view, "invitations/", "invitations"),
            named(require_POST(self.resend_view), "invitations/<int:key>/resend/", "resend"),
            named(require_POST(self.withdraw_view), "invitations/<int:key>/withdraw/", "withdraw"),
            named(self.sessions_view, "<int:key>/sessions/", "sessions"),
            *super().get_urls(),
        ]

    def invite_view(self, request: HttpRequest) -> HttpResponse:
        """Ask whom to invite and to what, and send the letter."""
        inviter = self._inviter(request)
        form = InviteForm(request.POST if request.method == "POST" else None, inviter=inviter)
        if form.is_bound and form.is_valid():
            invitation = joining.invite(form.offer, inviter)
            self.log_addition(request, invitation, _("Invited"))
            self._tell(request, _("The invitation is on its way to %(email)s."), invitation)
            return redirect("admin:auth_user_invitations")
        return self._page(request, "invite", _("Invite a colleague"), form=form)

    def invitations_view(self, request: HttpRequest) -> HttpResponse:
        """List the invitations that nobody has answered yet."""
        inviter = self._inviter(request)
        rows = [(one, rights.may_give(inviter, one)) for one in joining.standing()]
        return self._page(request, "invitations", _("Open invitations"), rows=rows)

    def resend_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Send the letter again, with a new link."""
        inviter, invitation = self._open(request, key)
        if invitation is None:
            return redirect("admin:auth_user_invitations")
        again = joining.resend(invitation, inviter)
        self.log_addition(request, again, _("Invited again"))
        self._tell(request, _("The invitation is on its way again to %(email)s."), again)
        return redirect("admin:auth_user_invitations")

    def withdraw_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """End an invitation: its link lets nobody in any more."""
        invitation = self._open(request, key)[1]
        if invitation and joining.withdraw(invitation):
            self.log_change(request, invitation, _("Invitation withdrawn"))
            self._tell(request, _("The invitation to %(email)s is withdrawn."), invitation)
        return redirect("admin:auth_user_invitations")

    def sessions_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show where a colleague is signed in, and sign them out there."""
        person = get_object_or_404(User, pk=key)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person == request.user:
            return redirect("people:sessions")
        if request.method == "POST":
            if ended := end_chosen(request, person):
                self.log_change(request, person, _("Signed out by a colleague"))
            tell_ended(request, ended)
            return redirect("admin:auth_user_sessions", person.pk)
        title = _("Where %(name)s is signed in") % {"name": person.get_username()}
        rows = list(sessions.of(person))
        return self._page(request, "sessions", title, rows=rows, person=person, has_others=rows)

    def _inviter(self, request: HttpRequest) -> User:
        if not rights.may_invite(request.user):
            raise PermissionDenied
        return cast("User", request.user)

    def _open(self, request: HttpRequest, key: int) -> tuple[User, Invitation | None]:
        """Return who asks and an invitation that has not ended; None, and say so, if it has."""
        inviter, invitation = self._inviter(request), get_object_or_404(Invitation, pk=key)
        if not rights.may_give(inviter, invitation):
            raise PermissionDenied
        if invitation.closed_at is None:
            return inviter, invitation
        messages.info(request, _("That invitation had ended already."))
        return inviter, None

    def _tell(self, request: HttpRequest, words: str, invitation: Invitation) -> None:
        messages.success(request, words % {"email": invitation.email})

    def _page(
        self, request: HttpRequest, name: str, title: str, **context: Any
    ) -> TemplateResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            **context,
        }
        response = TemplateResponse(request, f"admin/people/{name}.html", whole)
        response.headers["Cache-Control"] = "no-store, private"
        return response


@admin.register(User)
class PersonAdmin(InvitationsAdmin):
    """Accounts: nobody changes one that may do more than themselves."""

    form = PersonForm
    change_password_form = NewPasswordForm
    list_display = ("username", "full_name", "email", "in_groups", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    filter_horizontal = ("user_permissions",)
    readonly_fields = ("password_words", "last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        standing: tuple[str, ...] = ("groups",)
        if obj != request.user:  # nobody can lock themselves out
            standing = ("is_active", "is_staff", "groups")
            if self._is_superuser(request):
                standing = ("is_active", "is_staff", "is_superuser", "groups")
        fieldsets: list[Any] = [
            (None, {"fields": ("username", "password_words")}),
            (_("Person"), {"fields": ("first_name", "last_name", "email")}),
            (_("What they may do"), {"fields": standing}),
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        ]
        if self._is_superuser(request):
            single = {"fields": ("user_permissions",), "classes": ("collapse",)}
            fieldsets.insert(3, (_("Single rights beside the groups"), single))
        return fieldsets

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "groups":
            kwargs.update(
                queryset=rights.groups_of(cast("User", request.user)),
                form_class=GroupsField,
                widget=GroupsField.widget,
                help_text="",
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: Any, **kwargs: Any) -> Any:
        words = {"is_active": LEAVING, "is_superuser": SUPERUSER, "is_staff": STAFF}
        if db_field.name in words:
            kwargs["help_text"] = words[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not super().has_delete_permission(request, obj) or not self._may_change(request, obj):
            return False
        return obj is None or (obj != request.user and not rights.has_worked(cast("User", obj)))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer no deleting of several: most people have worked here."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and not (obj.is_active and obj.is_staff):
            sessions.end(obj)

    @admin.display(description=gettext_lazy("Name"), ordering="last_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description=gettext_lazy("Groups"))
    def in_groups(self, person: User) -> str:
        names = [_(group.name) for group in person.groups.all()]
        return ", ".join([_("superuser"), *names] if person.is_superuser else names)

    @admin.display(description=gettext_lazy("Password"))
    def password_words(self, person: User) -> SafeString | str:
        if person.has_usable_password():
            state, act = _("There is one; nobody can read it."), _("Set another")
        else:
            state, act = _("There is none: nobody can sign in with one."), _("Set one")
        address = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html('{} <a href="{}">{}</a>', state, address, act)

    def _is_superuser(self, request: HttpRequest) -> bool:
        return cast("User", request.user).is_superuser

    def _may_change(self, request: HttpRequest, person: Model | None) -> bool:
        if person is None:
            return True
        return rights.may_change(cast("User", request.user), cast("User", person))


@admin.register(Group)
class GroupsAdmin(GroupAdmin):
    """What groups may do: for superusers, as others could give their own group more rights."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return cast("User", request.user).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return cast("User", request.user).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return cast("User", request.user).is_superuser
