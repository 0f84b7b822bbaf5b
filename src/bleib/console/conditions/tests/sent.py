"""What a browser sends for an editor: read out of the page that is rendered for it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from django.http import QueryDict
from django.template.loader import render_to_string

from bleib.console.conditions.editor import Area, Editor
from bleib.console.conditions.tests.words import WORDS
from bleib.console.conditions.typed import Group
from bleib.rules.vocabulary import Vocabulary

AREA = Area(lambda: WORDS, lines="lights_lines", preview="lights_preview")


def sent(group: Group, words: Vocabulary = WORDS) -> QueryDict:
    """The form of the page that shows this."""
    editor = Editor(replace(AREA, words=lambda: words), group)
    return form_of(render_to_string("console/conditions/editor.html", {"editor": editor, "request": None}))


def form_of(page: str) -> QueryDict:
    """Names and values of all inputs, as they would be sent."""
    reader = _Inputs()
    reader.feed(page)
    data = QueryDict(mutable=True)
    for name, value in reader.found:
        data.appendlist(name, value)
    return data


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.select = self.area = ""
        self.first = True

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        if tag == "input" and "name" in given and ticked:
            self.found.append((given["name"], given.get("value") or ""))
        elif tag == "select":
            self.select, self.first = given["name"], True
        elif tag == "option" and self.select:
            self._option(given)
        elif tag == "textarea":
            self.area = given["name"]
            self.found.append((self.area, ""))

    def _option(self, given):
        if self.first or "selected" in given:
            if not self.first:
                self.found.pop()
            self.found.append((self.select, given["value"]))
            self.first = False

    def handle_data(self, data):
        if self.area:
            self.found[-1] = (self.area, self.found[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""
