"""Every page of a running console, found by its addresses and by the links that lead on from there.

A new page needs no line here: whatever is linked, or has an address without parameters, is found.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from playwright.sync_api import Error

from bleib.accounts.tests.addresses import patterns

LINK = re.compile(r'href="(/[^"#]*)')
# A part that waits for the worker asks every few seconds; one that is only kept up to date asks less often.
ASKED_EVERY = ", ".join(f"[hx-trigger='every {seconds}s']" for seconds in range(1, 6))
MEASURED_WITHIN = 120_000  # milliseconds


@dataclass(frozen=True)
class ConsolePage:
    """One view by its name, and an address at which it shows something."""

    name: str
    path: str


def find_pages(asked: Any) -> list[ConsolePage]:
    """All pages that `asked`, Playwright's request context of somebody, gets; one address for each view."""
    waiting = deque(plain_addresses())
    seen: set[str] = set()
    found = []
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if name is None or name in seen:
            continue
        page = read(asked, path)
        if page is None:
            continue  # another address of the same view may be one
        seen.add(name)
        found.append(ConsolePage(name, path))
        waiting.extend(links(page))
    return found


def plain_addresses() -> Iterator[str]:
    """Those without parameters."""
    for name, _pattern in patterns():
        with suppress(NoReverseMatch):
            yield reverse(name)


def name_of(path: str) -> str | None:
    """The name of the view at an address; None where there is none, as of a file."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def read(asked: Any, path: str) -> str | None:
    """The page at an address; None where there is a file, a part of a page, a way elsewhere, or nothing."""
    answer = asked.get(path, max_redirects=0)
    is_page = answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")
    text = answer.text() if is_page and "content-disposition" not in answer.headers else ""
    answer.dispose()
    return text if "<html" in text else None


def links(page: str) -> Iterator[str]:
    yield from (unescape(link) for link in LINK.findall(page))


def wait_until_measured(page: Any) -> None:
    """Until nothing on the page waits for the worker any more."""
    wait_until(page, f"!document.querySelector({ASKED_EVERY!r})", within=MEASURED_WITHIN)


def wait_until(page: Any, holds: str, *, within: float) -> None:
    """Until an expression is true, within milliseconds. Asked from outside: `wait_for_function` asks again and again by
    `eval` in the page, which its policy forbids."""
    end = time.monotonic() + within / 1000
    while not _holds(page, holds):
        assert time.monotonic() < end, f"{page.url}: not within {within / 1000:.0f} s: {holds}"
        page.wait_for_timeout(100)


def _holds(page: Any, expression: str) -> bool:
    """Not while the page is loaded anew, as it is when what it waited for has come."""
    try:
        return bool(page.evaluate(expression))
    except Error as error:
        if "Execution context was destroyed" not in error.message:
            raise
        return False
