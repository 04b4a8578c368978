import pytest
from django.urls import reverse

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def sign_up(client, db):
    """Post the form as a browser does from a page of the site."""

    def post(email="reader@example.org", *, headers=SAME_ORIGIN, client_ip="192.0.2.1", **fields):
        return client.post(
            reverse("newsletter:subscribe"),
            {"email": email, **fields},
            headers=headers,
            REMOTE_ADDR=client_ip,
        )

    return post
