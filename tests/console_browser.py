"""Browsers in front of a running demo."""

from __future__ import annotations

from typing import Any

from bleib.accounts.tests.browsing import sign_in
from tests.console_pages import wait_until, wait_until_measured
from tests.demos import Demo

CHARTS_ARE_DRAWN = "[...document.querySelectorAll('[data-chart]')].every(each => each.querySelector('svg, canvas'))"
DRAWN_WITHIN = 30_000  # milliseconds


class Console:
    """`open` gives a page in a browser of its own, signed in; `page.said` collects what it complains of."""

    def __init__(self, chromium: Any, demo: Demo) -> None:
        self._chromium, self._demo = chromium, demo
        self._contexts: list[Any] = []

    def open(
        self, path: str = "/", *, lang: str = "en", scheme: str = "light", width: int = 1440, who: str | None = None
    ) -> Any:
        """`who` is a colleague's address; the administrator's by default."""
        page = self.open_signed_out(lang=lang, scheme=scheme, width=width)
        sign_in(page, who or self._demo.email, self._demo.password)
        speak(page, lang)
        page.goto(path)
        return page

    def open_signed_out(self, *, lang: str = "en", scheme: str = "light", width: int = 1440) -> Any:
        context = self._chromium.new_context(
            base_url=self._demo.address, locale=lang, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        self._contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto("/sign-in/")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def speak(page: Any, lang: str) -> None:
    """Choose the language of whoever is signed in."""
    page.goto("/me/")
    page.select_option("select[name=language]", lang)
    with page.expect_navigation():
        page.click("form:has(select[name=language]) button")


def go(page: Any, path: str) -> None:
    """To a page, until everything on it is measured and drawn."""
    page.goto(path)
    wait_until_measured(page)
    wait_until(page, CHARTS_ARE_DRAWN, within=DRAWN_WITHIN)
