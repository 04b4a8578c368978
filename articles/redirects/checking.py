"""Whether a redirect that somebody wants would work, and what to keep of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from articles.models import Article, Redirect
from articles.models.redirects import TARGETS
from articles.redirects import paths
from articles.redirects.known import Known, Thing, is_public, own_path
from articles.redirects.wordpress import NUMBERED

LONGEST_REASON = 300  # characters
FILES = (settings.STATIC_URL, settings.MEDIA_URL)


@dataclass(frozen=True)
class Wish:
    """A redirect as it was typed or stands in a file."""

    path: str  # as `paths.kept` gives it
    kind: int = Redirect.Kind.PERMANENT
    url: str = ""
    article: Article | None = None
    reason: str = ""


@dataclass
class Verdict:
    """What is wrong with a wish, by field, and what to know; else the fields of its row."""

    problems: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    leads_to: str = ""


class Checker:
    """Judges several wishes together: one may lead to the old address of another."""

    def __init__(self, wishes: Sequence[Wish]) -> None:
        self._wishes = {wish.path: wish for wish in wishes}
        targets = {_own(wish.url) for wish in wishes} - {""}
        self._known = Known({*self._wishes, *targets}, is_followed=True)

    def row(self, wish: Wish) -> Redirect | None:
        """Return the redirect that stands at the path of `wish` already."""
        return self._known.row(wish.path)

    def verdict(self, wish: Wish) -> Verdict:
        """Say what is wrong with `wish`; its target is kept as a thing where it is one."""
        verdict = Verdict()
        if words := self._wrong_with_path(wish.path):
            verdict.problems["path"] = words
        if wish.article and wish.url:
            verdict.problems["url"] = _("Choose an article or write an address, not both.")
        elif wish.article:
            self._lead_to_thing(wish, wish.article, verdict)
        elif wish.url:
            self._lead_to_address(wish, verdict)
        elif wish.kind == Redirect.Kind.GONE:
            self._keep(wish, verdict)
        else:
            verdict.problems["url"] = _("Choose an article or write an address.")
        if wish.kind == Redirect.Kind.GONE and (wish.url or wish.article):
            self._name_instead(verdict)
        verdict.problems |= _too_long(wish)
        return verdict

    def _name_instead(self, verdict: Verdict) -> None:
        if verdict.fields and not verdict.fields["article"]:
            words = _("Where a page is gone, only an article can be named to read instead.")
            verdict.problems["url"] = words

    def _wrong_with_path(self, path: str) -> str:
        bare, _mark, query = path.partition("?")
        if len(path) > paths.LONGEST:
            return _("It is longer than %(most)d characters.") % {"most": paths.LONGEST}
        if paths.UNFIT.search(path):
            return _("Write a path of this site, such as /old-article/.")
        if bare == "/" and query.partition("=")[0] not in NUMBERED:
            return _("The home page stays where it is.")
        if bare.startswith((*FILES, f"/{settings.ADMIN_PATH}")):
            return _("%(path)s belongs to the site itself.") % {"path": bare}
        if bare != "/" and self._known.lives(bare):
            return _("A page stands at %(path)s: nobody would be led on.") % {"path": bare}
        return ""

    def _lead_to_thing(self, wish: Wish, thing: Thing, verdict: Verdict) -> None:
        if not is_public(thing):
            verdict.warnings.append(
                _("Readers cannot see “%(title)s” now: until they can, nothing is here.")
                % {"title": thing}
            )
        verdict.leads_to = thing.get_absolute_url()
        self._keep(wish, verdict, **{str(thing._meta.model_name): thing})

    def _lead_to_address(self, wish: Wish, verdict: Verdict) -> None:
        if not paths.is_safe(wish.url):
            words = _("Write a path of this site, or a full address with https:// before it.")
            verdict.problems["url"] = words
        elif paths.is_elsewhere(wish.url):
            host = urlsplit(wish.url).hostname
            verdict.warnings.append(_("It leads to another site: %(host)s.") % {"host": host})
            verdict.leads_to = wish.url
            self._keep(wish, verdict, url=wish.url)
        else:
            self._lead_to_path(wish, verdict)

    def _lead_to_path(self, wish: Wish, verdict: Verdict) -> None:
        steps = [wish.path, target := _own(wish.url)]
        while (following := self._following(target)) and target not in steps[:-1]:
            if not isinstance(following, str):
                return self._lead_to_thing(wish, following, verdict)
            steps.append(target := following)
        if target in steps[:-1]:
            verdict.problems["url"] = _circle(steps)
            return None
        if target.startswith(("http://", "https://")):
            return self._lead_to_address(_with_url(wish, target), verdict)
        return self._end_at(wish, target, len(steps) == 2, verdict)

    def _following(self, path: str) -> Thing | str | None:
        """Return what another wish or redirect makes of `path`; None where the way ends."""
        if self._known.lives(path.partition("?")[0]) and not path.startswith("/?"):
            return None
        if wish := self._wishes.get(path):
            return wish.article or (_own(wish.url) or wish.url or None)
        if row := self._known.row(path):
            return row.thing or own_path(row) or row.url or None
        return None

    def _end_at(self, wish: Wish, target: str, is_typed: bool, verdict: Verdict) -> None:
        bare = target.partition("?")[0]
        thing, rest = self._known.thing(bare)
        if thing and not rest and not ("?" in target or "#" in wish.url):
            self._lead_to_thing(wish, thing, verdict)
        elif self._known.lives(bare) or bare.startswith(FILES):
            verdict.leads_to = _local(wish.url) if is_typed else target
            self._keep(wish, verdict, url=verdict.leads_to)
        else:
            verdict.problems["url"] = _("Nothing stands at %(path)s.") % {"path": target}

    def _keep(self, wish: Wish, verdict: Verdict, **target: object) -> None:
        verdict.fields = {
            **dict.fromkeys(TARGETS),
            "path": wish.path,
            "kind": wish.kind,
            "url": "",
            "reason": wish.reason,
            **target,
        }


def _too_long(wish: Wish) -> dict[str, str]:
    """Return what is wrong with the length of the target or the reason."""
    problems = {}
    if len(wish.url) > paths.LONGEST:
        problems["url"] = _("It is longer than %(most)d characters.") % {"most": paths.LONGEST}
    if len(wish.reason) > LONGEST_REASON:
        words = _("The reason is longer than %(most)d characters.")
        problems["reason"] = words % {"most": LONGEST_REASON}
    return problems


def _own(url: str) -> str:
    """Return the path of ours that `url` names, as it is kept; "" if it is elsewhere or unfit."""
    if not url or not paths.is_safe(url) or paths.is_elsewhere(url):
        return ""
    return paths.kept(url)


def _local(url: str) -> str:
    """Return an address of this site without its scheme and host."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl()


def _circle(steps: list[str]) -> str:
    if len(steps) == 2:
        return _("It would lead to itself.")
    return _("It would run in a circle: %(steps)s.") % {"steps": " → ".join(steps)}


def _with_url(wish: Wish, url: str) -> Wish:
    return Wish(wish.path, wish.kind, url, None, wish.reason)
