"""The form of a question stands in any page: it needs nothing but its own three words of context."""

from __future__ import annotations

import html

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from bleib.profiling.api import QuestionForm, next_question

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("lang", "button"), [("de", "Antwort festhalten"), ("en", "Keep the answer")])
def test_it_asks_posts_and_lets_decline_wherever_it_stands(wanted, weber, now, lang, button):
    wanted("salutation", "contact")
    question = next_question(contact=weber, lang=lang, now=now)
    told = {"question_address": "/portal/answer/", "question_part": "question"}
    with translation.override(lang):
        part = render_to_string(
            "profiling/question.html", {"question_form": QuestionForm(question), **told}, RequestFactory().get("/")
        )
    text = html.unescape(part)
    for each in (question.text, button, 'action="/portal/answer/"', 'hx-target="#question"', 'name="declined"'):
        assert each in text
    assert 'name="csrfmiddlewaretoken"' in text
