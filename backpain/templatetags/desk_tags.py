"""The panels on the desk's index."""

from django import template
from django.http import HttpRequest

from backpain import desk

register = template.Library()


@register.simple_tag
def desk_panels(request: HttpRequest) -> list[desk.Panel]:
    """Return what the person who is signed in should know now, warnings first."""
    panels = [panel for make in desk.PANELS if (panel := make(request))]
    return sorted(panels, key=lambda panel: not panel.is_warning)
