"""The first administrator is made once, from options and a secret file, or by asking."""

import pytest

from bleib.accounts.models import User
from bleib.audit.api import Entry

ANNA = ("--email", "Anna@Example.com", "--name", "Anna")


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret"
    file.write_text("correct horse battery staple\n")
    return file


def test_the_first_administrator_can_sign_in(bleib, secret, client):
    answer = bleib("init", *ANNA, "--password-file", secret)
    assert answer.code == 0
    client.post("/sign-in/", {"login": "anna@example.com", "password": "correct horse battery staple"})
    assert client.get("/colleagues/").status_code == 200


def test_again_nothing_happens_and_it_is_said(bleib, secret):
    bleib("init", *ANNA, "--password-file", secret)
    answer = bleib("init", "--email", "eve@example.com", "--password-file", secret, lang="de")
    assert answer.code == 0
    assert "Es gibt schon eine Administration" in answer.out
    assert User.objects.get().email == "anna@example.com"


def test_the_beginning_is_in_the_audit_log(bleib, secret):
    bleib("init", *ANNA, "--password-file", secret)
    assert [(entry.verb, entry.job) for entry in Entry.objects.all()] == [("colleague.founded", "bleib init")]


def test_the_administrator_reads_the_language_of_the_command_line(bleib, secret):
    bleib("init", *ANNA, "--password-file", secret, lang="de")
    assert User.objects.get().language == "de"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--email"),
        (("--email", "anna@example.com"), "--password-file"),
        (("--email", "anna"), "is no e-mail address"),
        (("--email", "anna@example.com", "--password-file", "nowhere"), "cannot be read"),
    ],
)
def test_what_is_missing_or_wrong_is_said(bleib, options, said, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    answer = bleib("init", *options)
    assert answer.code == 2
    assert said in answer.err
    assert not User.objects.exists()


def test_a_password_that_is_easily_guessed_is_refused(bleib, tmp_path):
    (tmp_path / "weak").write_text("password")
    answer = bleib("init", *ANNA, "--password-file", tmp_path / "weak")
    assert answer.code == 1
    assert "too short" in answer.err
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)  # an erasure is several transactions
def test_where_the_last_administrator_was_erased_another_one_is_made(bleib, secret):
    bleib("init", *ANNA, "--password-file", secret)
    bleib("person", "erase", "user", User.objects.get().pk, "--yes")
    bleib("init", "--email", "bert@example.com", "--password-file", secret)
    assert User.objects.filter(email="bert@example.com", role="admin", is_active=True).exists()
