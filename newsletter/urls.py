from django.urls import path, register_converter
from django.urls.converters import StringConverter

from newsletter import links, views


class TokenConverter(StringConverter):
    """What stands in the links of our letters, whole or cut short on the way."""

    regex = r"[A-Za-z0-9_-]{1,64}"


register_converter(TokenConverter, "token")

app_name = "newsletter"
urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("check-your-inbox/", views.sent, name="sent"),
    path("your-address/", views.promise, name="promise"),
    path("confirm/<token:token>/", links.confirm, name="confirm"),
    path("unsubscribe/<token:token>/", links.unsubscribe, name="unsubscribe"),
]
