"""How the desk shows a comment."""

from django import template

from comments import desk

register = template.Library()
register.filter("buttons", desk.buttons)
