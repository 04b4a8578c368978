from datetime import datetime

from django import template
from django.utils.timezone import localtime

from backpain import text

register = template.Library()
register.filter("initials", text.initials)
register.filter("cut", text.cut)


@register.filter
def machine_time(moment: datetime) -> str:
    """Return `moment` as <time datetime> takes it: HTML allows no more than milliseconds."""
    return localtime(moment).isoformat(timespec="seconds")
