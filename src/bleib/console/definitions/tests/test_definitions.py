"""The definitions page says every metric once, in the reader's language, with the SQL that runs."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from bleib import metrics
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.definitions.themes import by_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client):
    """The page's text, as somebody with this language reads it."""

    def ask(query: str = "", language: str = "en") -> str:
        client.force_login(colleague(Role.AUDITOR, language=language))
        return client.get(f"/definitions/{query}").content.decode()

    return ask


def slugs(page: str) -> list[str]:
    return re.findall(r'<article class="definition" id="(\w+)"', page)


@pytest.mark.slow
def test_every_metric_stands_there_once_with_all_it_says(asked):
    page = asked()
    assert sorted(slugs(page)) == sorted(metrics.DEFINITIONS)
    assert "Customer retention rate" in page
    assert "bool_or(day &gt;= $next_start" in page  # DuckDB's
    assert "BOOL_OR(day &gt;= :next_start" in page  # rendered for Spark
    assert "Reichheld &amp; Sasser" in page


def test_in_german_it_speaks_german(asked):
    page = asked(language="de")
    assert "Kundenbindungsrate" in page
    assert "Einheit</dt><dd>Prozent" in page
    assert "How many customers" not in page


def test_words_narrow_the_list(asked):
    assert slugs(asked("?q=Gini")) == ["pareto"]


def test_words_that_nothing_says_are_said_back(asked):
    page = asked("?q=%3Cscript%3E")
    assert "No definition says “&lt;script&gt;”" in page
    assert slugs(page) == []


def test_a_metric_that_no_theme_names_comes_last(monkeypatch):
    monkeypatch.setattr("bleib.console.definitions.themes.THEMES", ())
    translation.activate("en")
    ((heading, found),) = by_theme()
    assert (str(heading), len(found)) == ("More", len(metrics.DEFINITIONS))
