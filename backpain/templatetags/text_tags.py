from django import template

from backpain import text

register = template.Library()
register.filter("initials", text.initials)
register.filter("cut", text.cut)
