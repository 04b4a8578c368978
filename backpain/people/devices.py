"""What a browser says of itself, in plain words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# What stands in the User-Agent -> its name; the first that is found counts, since most browsers
# also name those that they want to be taken for.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Vivaldi/": "Vivaldi",
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": gettext_noop("an iPhone"),
    "iPad": gettext_noop("an iPad"),
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": gettext_noop("a Mac"),
    "Linux": "Linux",
}


def words(agent: str) -> str:
    """Say which browser and system a User-Agent names, such as "Firefox on Windows"."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": _(system)}
    if browser:
        return _("%(browser)s on an unknown device") % {"browser": browser}
    if system:
        return _("An unknown browser on %(system)s") % {"system": _(system)}
    return _("An unknown browser and device")


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")
