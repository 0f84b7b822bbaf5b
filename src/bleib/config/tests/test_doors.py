"""What stands between the pages and the world: headers, policy, cookies, hosts, errors; `check --deploy` is clean."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client

import bleib
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import PASSWORD, anna, colleague

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
SOURCE = Path(bleib.__file__).parent
# The other rooms' templates are files to take away, which carry everything inside themselves.
TEMPLATES = sorted(file for room in ("accounts", "console", "ui") for file in (SOURCE / room).rglob("*.html"))
SERVED = {
    "BLEIB_HTTPS": "yes",
    "BLEIB_HOSTS": "bleib.example.com",
    "BLEIB_PROXY": "1",
    "BLEIB_MAIL_URL": "smtp://user:secret@mail.example.com:587",
}


def check(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BLEIB_", "DJANGO_"))}
    call = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    told = {
        "BLEIB_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bleib.config.settings",
        "PYTHONPATH": str(SOURCE.parent),
    }
    return subprocess.run(call, env=clean | told | environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_installation_for_others_passes_the_check_for_deployment(tmp_path):
    said = check(tmp_path, **SERVED)
    assert said.returncode == 0, said.stderr


@pytest.mark.slow
def test_without_a_mail_server_the_check_says_so(tmp_path):
    said = check(tmp_path, **(SERVED | {"BLEIB_MAIL_URL": ""}))
    assert said.returncode == 1
    assert "No mail server" in said.stderr


@pytest.mark.parametrize("path", ["/sign-in/", "/me/", "/nowhere"])
def test_nothing_inline_runs_and_nobody_frames_us(client, anna, path):
    client.force_login(anna)
    policy = dict(part.split(" ", 1) for part in client.get(path)["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_header(client, header, value):
    assert client.get("/sign-in/")[header] == value


def test_pages_use_no_camera_and_are_kept_by_no_cache(client, anna):
    client.force_login(anna)
    assert "camera=()" in client.get("/")["Permissions-Policy"]
    assert "no-store" in client.get("/")["Cache-Control"]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_of_ours_has_anything_inline(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)", text)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, anna):
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    for name in ("session", "csrf"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_an_unknown_host_is_refused(client):
    assert client.get("/sign-in/", headers={"host": "evil.example.com"}).status_code == 400


def test_what_a_proxy_says_counts_only_where_there_is_one(client, anna, settings):
    forwarded = {"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}
    client.force_login(anna)
    assert client.get("/me/", headers=forwarded).wsgi_request.META["REMOTE_ADDR"] == "127.0.0.1"
    settings.PROXIES = 1
    assert client.get("/me/", headers=forwarded).wsgi_request.META["REMOTE_ADDR"] == "203.0.113.7"


@pytest.mark.parametrize(("lang", "words"), [("de", "gibt es nichts"), ("en", "There is nothing")])
def test_what_is_not_there_is_said_in_two_languages(client, lang, words):
    answer = client.get("/nowhere", headers={"accept-language": lang})
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_what_the_role_does_not_include_is_said(client):
    client.force_login(colleague(Role.SALES, language="de"))
    answer = client.get("/colleagues/")
    assert answer.status_code == 403
    assert "Ihre Rolle umfasst das nicht" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_our_words(anna):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_an_error_of_ours_needs_no_context_to_be_told():
    for name in ("400.html", "500.html"):
        assert "Bleib" in get_template(name).render()
