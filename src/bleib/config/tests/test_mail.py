"""One address says how mail leaves; a wrong one is refused with a sentence."""

from __future__ import annotations

import pytest

from bleib.config.environment import Environment, Misconfigured
from bleib.config.mail import mail


def told(**variables: str) -> dict[str, object]:
    return mail(Environment(variables))


def test_a_server_with_a_name_and_a_password():
    found = told(BLEIB_MAIL_URL="smtp://a%40b.de:p%3Aw@mail.example.com:2525")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", 2525)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b.de", "p:w")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.com", 587, True, False),
        ("smtps://mail.example.com", 465, False, True),
        ("smtp://localhost:25?plain", 25, False, False),
    ],
)
def test_letters_are_encrypted_unless_a_relay_needs_none(url, port, tls, ssl):
    found = told(BLEIB_MAIL_URL=url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_the_password_may_lie_in_a_file(tmp_path):
    (tmp_path / "mail").write_text("smtp://user:secret@mail.example.com\n")
    assert told(BLEIB_MAIL_URL_FILE=str(tmp_path / "mail"))["EMAIL_HOST_PASSWORD"] == "secret"


def test_without_a_server_letters_are_files(tmp_path):
    found = told(BLEIB_HOME=str(tmp_path))
    assert found["EMAIL_FILE_PATH"] == tmp_path / "mail"


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail.example.com", "smtp://mail:port", "smtp://"])
def test_an_address_that_makes_no_sense_is_refused(url):
    with pytest.raises(Misconfigured, match="BLEIB_MAIL_URL"):
        told(BLEIB_MAIL_URL=url)


def test_what_is_wrong_is_said_without_the_password():
    with pytest.raises(Misconfigured, match="%2F") as found:
        told(BLEIB_MAIL_URL="smtp://user:sesame/open@mail.example.com")
    assert "sesame" not in str(found.value)
