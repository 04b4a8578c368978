import pytest

from articles.search import backends
from tests.articles.reading_bodies import SITE


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def empty_index(db):
    """Begin with nothing to find: a test that commits leaves an index, which no model knows."""
    backends.current().clear()


@pytest.fixture
def journal(settings):
    """Let the site be the journal that links and feeds are told about."""
    settings.SITE_URL = SITE
