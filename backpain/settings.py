"""The settings of a deployment, read from the environment; importing them writes nothing."""

import sys

try:  # a SQLite without the corruption of 3.7.0 to 3.51.2: sqlite.org/wal.html#walresetbug
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:
    pass  # backpain.checks warns when Python's own SQLite is an affected one

import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags, process_link
from js_asset import static_lazy

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def switch(name: str, *, default: str = "0") -> bool:
    """Read an on/off variable: "1" or "0"; anything else is refused with a sentence."""
    value: str = env.str(name, default=default)
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to 1 or 0.")
    return value == "1"


def number(name: str, *, default: int, most: int) -> int:
    """Read a whole number from 1 to `most`; anything else is refused with a sentence."""
    value: str = env.str(name, default=str(default))
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to a number from 1 to {most}.")
    return int(value)


def language(name: str, *, default: str) -> str:
    """Read a language that Django knows, or such a one of a land ("de-at"); refuse any other."""
    value: str = env.str(name, default=default).lower().replace("_", "-")
    known = {code for code, _ in global_settings.LANGUAGES}
    if not {value, value.partition("-")[0]} & known:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: set it to a language such as en-gb, de or pt-br."
        )
    return value


VAR_DIR: Path = BASE_DIR / env.str("VAR_DIR", default="var")

# Where the site is found. SITE_URL alone decides what is local and what is secure.
HOST = env.str("HOST", default="127.0.0.1")
PORT = number("PORT", default=8000, most=65535)
WEB_WORKERS = number("WEB_WORKERS", default=2, most=256)
SITE_URL = env.str("SITE_URL", default=f"http://{HOST}:{PORT}").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not SITE_HOST:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}: write it like https://www.example.org, without a path."
    )
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
IS_LOCAL = SITE_HOST in {"localhost", "127.0.0.1", "::1"}
IS_SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS if IS_LOCAL else [SITE_HOST])
TRUSTED_PROXIES = [ip_network(network) for network in env.list("TRUSTED_PROXIES", default=[])]
ADMIN_PATH = env.str("ADMIN_PATH", default="admin/").strip("/") + "/"

DEBUG = switch("DEBUG")
# Whether the worker asks the servers that articles link to if the pages are still there
CHECKS_LINKS = switch("CHECK_LINKS", default="0" if IS_LOCAL else "1")
SECRET_KEY_FILE = VAR_DIR / "secret_key"  # made by `up`


def secret_key() -> str:
    """Return the key from the environment, else from var, else one for this process only."""
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    try:
        return SECRET_KEY_FILE.read_text()
    except OSError:
        return "random-per-process-" + secrets.token_urlsafe(50)


SECRET_KEY = secret_key()

# What it is made of
INSTALLED_APPS = [
    "backpain",
    "articles",
    "comments",
    "newsletter",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "django_recaptcha",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "backpain.headers.HeadersMiddleware",
    "backpain.errors.WrongMethodMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backpain.people.sessions.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "backpain.unsent.UnsentMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.middleware.OldAddressMiddleware",
]
ROOT_URLCONF = "backpain.urls"
WSGI_APPLICATION = "backpain.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backpain.context.publication",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The database: SQLite in var, or what DATABASE_URL names
database: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
usual: dict[str, Any]
USES_SQLITE = database["ENGINE"] == "django.db.backends.sqlite3"
if USES_SQLITE:
    usual = {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            # FULL: with NORMAL a power loss takes back commits that a reader was told of.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;"
            " PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000;",
        },
    }
else:
    usual = {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 2,
            "options": "-c statement_timeout=5s -c lock_timeout=2s",
        },
    }
# What the address itself asks for counts more, such as ?sslmode=verify-full.
options = usual["OPTIONS"] | database.get("OPTIONS", {})
DATABASES = {"default": usual | database | {"OPTIONS": options}}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
ORIGINALS_ROOT = VAR_DIR / "originals"  # what editors uploaded; never served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# What the editor has beside its library's own: a module for each behaviour, loaded where the
# extensions of a field (articles.editor) name it, and the elements that it lets pass
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy(f"js/editor/{module}.js")], "extensions": extensions}
    for module, extensions in {
        "call-out": {"CallOut": html_tags(["aside"])},
        "counting": {"Counting": html_tags([])},
        "insert": {"Insert": html_tags([])},
        "kept": {
            "Code": html_tags(["code"]),
            "CodeBlock": html_tags(["pre", "code"]),
            "OrderedList": html_tags(["ol"], {"ol": ["start"]}),
            "Strike": html_tags(["s"]),
            "Underline": html_tags(["u"]),
        },
        "link": {"Link": process_link},
        "paste": {"CleanPaste": html_tags([])},
        "toolbar": {"Toolbar": html_tags([])},
    }.items()
]

# Language and time: one language per site
LANGUAGE_CODE = language("LANGUAGE_CODE", default="en-gb")
LANGUAGES = [(LANGUAGE_CODE, LANGUAGE_CODE)]
FORMAT_MODULE_PATH = ["backpain.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# Letters: files under var/mail unless EMAIL_URL names a server
MAIL_DIR = VAR_DIR / "mail"
HAS_MAIL_SERVER = bool(env.str("EMAIL_URL", default=""))
if HAS_MAIL_SERVER:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "backpain.mailfiles.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = f"letters@{SITE_HOST}"

# The captcha. Google's published test keys answer for a site that is local and has none.
RECAPTCHA_TEST_PUBLIC_KEY = "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI"
RECAPTCHA_TEST_PRIVATE_KEY = "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe"
RECAPTCHA_PUBLIC_KEY = env.str(
    "RECAPTCHA_PUBLIC_KEY", default=RECAPTCHA_TEST_PUBLIC_KEY if IS_LOCAL else ""
)
RECAPTCHA_PRIVATE_KEY = env.str(
    "RECAPTCHA_PRIVATE_KEY", default=RECAPTCHA_TEST_PRIVATE_KEY if IS_LOCAL else ""
)
RECAPTCHA_KINDS = ["checkbox", "none"]
RECAPTCHA_KIND = env.str("RECAPTCHA_KIND", default="checkbox" if RECAPTCHA_PUBLIC_KEY else "none")
if RECAPTCHA_KIND not in RECAPTCHA_KINDS:
    raise ImproperlyConfigured(
        f"RECAPTCHA_KIND is {RECAPTCHA_KIND!r}: set it to {' or '.join(RECAPTCHA_KINDS)}."
    )
RECAPTCHA_DOMAIN = env.str("RECAPTCHA_DOMAIN", default="www.google.com")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error"]  # ours: backpain.checks

# Sign-in, cookies and headers
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_SECURE else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "backpain.unsent.csrf_failure"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce stands in the header only where a template asks for it: in the desk, never on
        # a public page, which is finished once for everyone.
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "backpain": {"level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Anybody can send a foreign Host; a traceback for each would fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
