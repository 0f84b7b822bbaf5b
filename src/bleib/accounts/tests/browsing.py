"""A real Chromium in front of a real server: what pages say on the console is kept, and has to be nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from shutil import which

import pytest

import bleib.ui

AXE = Path(bleib.ui.__file__).parent / "tests" / "vendor" / "axe.min.js"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
STILL = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}

LOOKS = [("en", "light", 1280), ("de", "dark", 390)]
SHOTS = os.environ.get("BLEIB_SHOTS")  # a folder: whoever changes a page looks at it


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; the database is asked in it all the same, between the loop's steps.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        program = next(filter(None, map(which, PROGRAMS)))
        browser = playwright.chromium.launch(executable_path=program, args=STILL)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, live_server):
    """A function that opens an address in a browser of its own; `page.said` collects complaints."""
    contexts = []

    def open_page(path="/", *, lang="en", scheme="light", width=1280):
        context = chromium.new_context(
            base_url=live_server.url, locale=lang, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def violations(page) -> list[str]:
    """What axe finds. It measures with inline styles, which the policy refuses: what it says is not the page's."""
    said = list(page.said)
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"]
    page.said[:] = said
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def sign_in(page, email: str, password: str) -> None:
    """As people do it."""
    page.goto("/sign-in/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click("form:has(input[name=login]) button")


def assert_fine(page, name: str) -> None:
    """Nothing for axe to find, nothing to scroll sideways, not a word on the console."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    said = [each for each in page.said if "the server responded with a status of 4" not in each]
    assert not said, said
    assert not (found := violations(page)), found
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
