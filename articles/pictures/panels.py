"""What the desk's index says about pictures."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.pictures import renditions
from backpain.desk import Panel


def failed(request: HttpRequest) -> Panel | None:
    """Warn of pictures that could not be made smaller; say nothing where there are none."""
    if not request.user.has_perm("articles.change_picture"):
        return None
    count = renditions.given_up().count()
    if not count:
        return None
    words = ngettext(
        "%(count)d picture could not be made smaller: readers load the whole of it.",
        "%(count)d pictures could not be made smaller: readers load the whole of them.",
        count,
    )
    url = f"{reverse('admin:articles_picture_changelist')}?sizes=failed"
    return Panel(_("Pictures"), words % {"count": count}, url, is_warning=True)
