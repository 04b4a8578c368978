import pytest
import trustme

from comments import captcha
from tests.comments.provider import Provider


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture
def provider(authority, settings, monkeypatch, tmp_path):
    """Give a provider that the real client finds, and trusts, in the real one's place."""
    certificate = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "localhost")
    provider = Provider(authority)
    settings.RECAPTCHA_KIND = "checkbox"
    settings.RECAPTCHA_DOMAIN = provider.domain
    settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 0.5
    captcha._complain.cache_clear()
    yield provider
    provider.stop()
