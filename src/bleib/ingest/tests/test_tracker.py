"""The script for websites: what is served, and what it does in a browser on a page of another origin."""

from __future__ import annotations

import gzip
import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bleib.accounts.tests.browsing import chromium
from bleib.ingest.models import Source, Waiting
from bleib.ingest.sources import connect
from bleib.ingest.tests.conftest import NOW

__all__ = ["chromium"]


def test_the_script_is_small_compressed_and_kept_for_an_hour(client):
    answer = client.get("/t/bleib.js", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Cross-Origin-Resource-Policy"], answer["Cache-Control"]) == ("cross-origin", "public, max-age=3600")
    assert len(answer.content) < 2_500
    assert b"window.bleib" in gzip.decompress(answer.content)
    assert not answer.cookies


def test_a_browser_that_has_it_is_told_so(client):
    plain = client.get("/t/bleib.js")
    assert plain.content.startswith(b"/* Bleib")
    again = client.get("/t/bleib.js", headers={"If-None-Match": plain["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, directory: str) -> None:
        super().__init__(*arguments, directory=directory)

    def log_message(self, *_: Any) -> None:
        """Nobody listens."""


@pytest.fixture
def website(tmp_path: Path) -> Iterator[str]:
    """The address of a folder of pages, on another port."""
    handler = lambda *arguments: Quiet(*arguments, directory=str(tmp_path))  # noqa: E731 - a class with a folder
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def visit(chromium, live_server, website, tmp_path, transactional_db):
    """Open a page of the website that loads the script; `page.sent` collects addresses at Bleib."""
    contexts = []
    _source, key = connect(name="Website", is_public=True, needs_consent=True, by=None, now=NOW)

    def visiting(**data: str) -> Any:
        told = " ".join(f'data-{name}="{value}"' for name, value in {"key": key, **data}.items())
        (tmp_path / "preise.html").write_text(f'<script src="{live_server.url}/t/bleib.js" {told}></script>Preise')
        context = chromium.new_context()
        contexts.append(context)
        page = context.new_page()
        page.sent = []
        page.on("request", lambda request: page.sent.append(request.url) if "/v1/" in request.url else None)
        page.goto(f"{website}/preise.html?mail=anna@otter.example")
        return page

    yield visiting
    for context in contexts:
        context.close()


def came() -> list[dict[str, Any]]:
    return [message for row in Waiting.objects.order_by("pk") for message in json.loads(bytes(row.body))["batch"]]


def wait_for(page: Any, messages: int) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 20
    while len(found := came()) < messages and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    return found


def kept(page: Any) -> tuple[str, int]:
    cookies, storage = page.evaluate("[document.cookie, localStorage.length + sessionStorage.length]")
    return cookies + "".join(each["name"] for each in page.context.cookies()), storage


@pytest.mark.browser
def test_nothing_is_sent_or_kept_before_consent_and_all_is_forgotten_with_it(visit):
    page = visit()
    page.evaluate("bleib.track('Early'); bleib.identify('u0')")
    page.wait_for_timeout(1_500)
    assert (page.sent, kept(page)) == ([], ("", 0))
    page.evaluate("bleib.consent(true); bleib.track('Report exported', {rows: 12}); bleib.identify('u7', 'f00')")
    messages = wait_for(page, 3)
    assert [message["type"] for message in messages] == ["page", "track", "identify"]
    assert messages[0]["properties"] == {"path": "/preise.html"}
    assert (messages[2]["userId"], messages[2]["context"]["signature"]) == ("u7", "f00")
    assert messages[1]["context"]["consent"] == {"categoryPreferences": {"Analytics": True}}
    assert len({message["messageId"] for message in messages}) == 3
    assert kept(page) == ("", 1)
    page.reload()
    assert wait_for(page, 4)[3]["anonymousId"] == messages[0]["anonymousId"]
    page.evaluate("bleib.consent(false); bleib.track('Late')")
    page.wait_for_timeout(1_500)
    assert (len(came()), kept(page)) == (4, ("", 0))


@pytest.mark.browser
def test_where_no_consent_is_needed_nothing_is_kept_on_the_device(visit):
    Source.objects.update(needs_consent=False)
    page = visit(consent="not-needed")
    [first] = wait_for(page, 1)
    page.evaluate("bleib.page('Angebot')")
    page.goto("about:blank")  # what waits goes out with the page
    messages = wait_for(page, 2)
    assert [message["name"] for message in messages] == [None, "Angebot"]
    assert {message["anonymousId"] for message in messages} == {first["anonymousId"]}
    assert kept(visit(consent="not-needed")) == ("", 0)
