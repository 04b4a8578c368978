"""What every test gets: a database in a file, plain static files, its own folder to write to."""

import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from PIL import Image

from articles.previews.links import USES
from articles.redirects.hits import HITS
from backpain.versions import VERSIONS
from tests.front_client import FrontClient

PICTURES = Path(__file__).parents[1] / "backpain" / "sample" / "pictures"


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="fail if a test was skipped")


def pytest_collection_modifyitems(config, items):
    """Leave out what is about the other database: that is no skip, there is nothing to test."""
    other = "postgresql" if django_settings.USES_SQLITE else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """Put the SQLite test database into a file: in memory it has no WAL and no second process."""
    if django_settings.USES_SQLITE:
        folder = tmp_path_factory.mktemp("database")
        django_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(
            folder / "test.sqlite3"
        )


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    """Serve static files by their plain names, and write only below `tmp_path`."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALS_ROOT = tmp_path / "originals"
    settings.MAIL_DIR = tmp_path / "mail"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def small_pictures(tmp_path_factory):
    """The shipped pictures at a twentieth of their size: encoding them is most of a loading."""
    folder = tmp_path_factory.mktemp("pictures")
    for path in PICTURES.glob("*.webp"):
        with Image.open(path) as picture:
            picture.resize((picture.width // 20, picture.height // 20)).save(folder / path.name)
    return folder


@pytest.fixture(autouse=True)
def counted():
    """Let no test's hits of redirects and previews be written while another runs."""
    yield HITS
    HITS.forget()
    USES.forget()


@pytest.fixture
def front(transactional_db):
    """Give a client of the site as a server calls it, with the front before Django."""
    yield FrontClient()
    VERSIONS.stop()


class Holder(threading.Thread):
    """Another client of the database, in the middle of something long."""

    def __init__(self):
        super().__init__()
        self.holds, self.may_go = threading.Event(), threading.Event()

    def run(self):
        other = connections.create_connection("default")
        is_sqlite = other.vendor == "sqlite"
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
            if not is_sqlite:
                cursor.execute("LOCK TABLE comments_comment, articles_report, backpain_ratewindow")
            self.holds.set()
            self.may_go.wait(20)
            cursor.execute("ROLLBACK")
        other.close()


@pytest.fixture
def busy_database(transactional_db):
    """Let nobody write, and nobody wait for long."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout = 50" if is_sqlite else "SET lock_timeout = '50ms'")
    holder = Holder()

    def hold():
        holder.start()
        assert holder.holds.wait(10)

    yield hold
    holder.may_go.set()
    holder.join()
    connection.close()
