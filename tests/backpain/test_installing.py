import os
import threading
import time

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError

from backpain import installing
from backpain.files import create_whole, write_whole


@pytest.fixture(autouse=True)
def own_environment(monkeypatch, settings, tmp_path):
    for name in ("SECRET_KEY", "ADMIN_USER", "ADMIN_PASSWORD", "ADMIN_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    settings.SECRET_KEY_FILE = tmp_path / "secret_key"


def test_the_secret_key_is_made_once(settings):
    installing.make_secret_key()
    first = settings.SECRET_KEY
    installing.make_secret_key()

    assert settings.SECRET_KEY == first == settings.SECRET_KEY_FILE.read_text()


def test_two_starts_at_once_agree_on_one_secret_key(settings):
    settings.SECRET_KEY_FILE.write_text("the other was quicker")

    installing.make_secret_key()

    assert settings.SECRET_KEY == "the other was quicker"


def test_no_key_is_written_where_the_environment_gives_one(settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the environment")

    installing.make_secret_key()

    assert not settings.SECRET_KEY_FILE.exists()


@pytest.mark.django_db
def test_an_administrator_gets_a_password_that_can_be_typed():
    made = installing.make_administrator()

    assert made is not None
    name, password = made
    assert name == "admin"
    assert len(password) == 23
    assert not set(password) & set("0O1lI")
    assert User.objects.get(is_superuser=True).check_password(password)


@pytest.mark.django_db
def test_the_environment_names_the_administrator(monkeypatch):
    monkeypatch.setenv("ADMIN_USER", "ada")
    monkeypatch.setenv("ADMIN_PASSWORD", "a password of her own")
    monkeypatch.setenv("ADMIN_EMAIL", "ada@example.org")

    assert installing.make_administrator() == ("ada", "a password of her own")
    assert User.objects.get(username="ada").email == "ada@example.org"


@pytest.mark.django_db
def test_a_second_administrator_is_not_made(monkeypatch):
    installing.make_administrator()
    monkeypatch.setenv("ADMIN_USER", "someone-else")

    assert installing.make_administrator() is None
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_nobody_becomes_administrator_by_having_the_name():
    User.objects.create_user("admin")

    with pytest.raises(CommandError, match="Set ADMIN_USER to another name"):
        installing.make_administrator()


@pytest.fixture
def static(settings, tmp_path):
    """A site with one static file, as it is shipped; return the file's source."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "look.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return source / "look.css"


def collected(settings):
    return {file.name for file in settings.STATIC_ROOT.glob("look.*.css")}


def test_static_files_are_collected_once(static, settings):
    installing.collect_static()
    [name] = collected(settings)
    os.utime(settings.STATIC_ROOT / name, ns=(1, 1))

    installing.collect_static()

    assert (settings.STATIC_ROOT / name).stat().st_mtime_ns == 1


def test_a_changed_static_file_is_collected_and_the_old_one_kept(static, settings):
    installing.collect_static()
    before = collected(settings)
    static.write_text("a{color:red}")

    installing.collect_static()

    assert before < collected(settings)
    assert len(collected(settings)) == 2


def test_a_collection_cut_short_is_made_again_from_the_start(static, settings):
    installing.collect_static()
    [name] = collected(settings)
    (settings.STATIC_ROOT / name).write_text("a")  # half written
    (settings.VAR_DIR / "static.digest").unlink()

    installing.collect_static()

    assert (settings.STATIC_ROOT / name).read_text() == "a{}"


def test_a_start_waits_for_another_one_in_the_same_folder(tmp_path):
    order = []

    def second():
        with installing.alone(tmp_path):
            order.append("second")

    with installing.alone(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join(5)

    assert order == ["first", "second"]


def test_a_file_is_replaced_as_a_whole_and_leaves_nothing_beside_it(tmp_path):
    write_whole(tmp_path / "a", b"one")
    write_whole(tmp_path / "a", b"two")

    assert (tmp_path / "a").read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["a"]


def test_a_file_that_is_there_is_not_replaced_by_a_new_one(tmp_path):
    create_whole(tmp_path / "a", b"one")

    with pytest.raises(FileExistsError):
        create_whole(tmp_path / "a", b"two")

    assert (tmp_path / "a").read_bytes() == b"one"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["a"]
