"""An assistant asks ten questions about the demo company, over MCP, and hears what the rooms themselves say.

Everything is real: the client of the official SDK, `bleib mcp` as its process, a token, `bleib serve` and the worker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent

from bleib.demo.colleagues import COLLEAGUES

pytestmark = [pytest.mark.slow]
SCOPES = ("read:customers", "read:facts", "read:figures", "read:lights", "read:segments", "read:tasks")
PATIENCE = 600  # seconds for the worker to measure, forecast, judge and fill


def call(*command: str) -> str:
    """What a command of an installation prints."""
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    said = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", *command], env=clean | said, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(demo, tmp_path_factory) -> str:
    """The demo's installation, when its worker has come so far."""
    (found,) = tmp_path_factory.getbasetemp().glob("demo[0-9]/*/history")
    until = time.monotonic() + PATIENCE
    while call("tests.rooms_answers", str(found), "wait").strip() != "true":
        assert time.monotonic() < until, "The worker did not come so far."
        time.sleep(3)
    return str(found)


@pytest.fixture(scope="module")
def truth(home) -> dict[str, Any]:
    return json.loads(call("tests.rooms_answers", home))


@pytest.fixture(scope="module")
def assistant(demo, home, tmp_path_factory):
    """A function that calls tools one after another, in one process of `bleib mcp`."""

    def ask(*questions: tuple[str, dict[str, Any]], scopes=SCOPES) -> list[Any]:
        file = tmp_path_factory.mktemp("token") / "token"
        chosen = [word for scope in scopes for word in ("--scope", scope)]
        file.write_text(
            call("bleib", "tokens", "new", "Assistant", *chosen, "--for", COLLEAGUES[0].email, "--home", home)
        )
        return anyio.run(_asked, demo.address, file, questions)

    return ask


async def _asked(address: str, file: Path, questions: tuple[tuple[str, dict[str, Any]], ...]) -> list[Any]:
    line = ["-m", "bleib", "mcp", "--url", address, "--token-file", str(file), "--lang", "en"]
    process = StdioServerParameters(command=sys.executable, args=line, env={"PYTHONPATH": os.pathsep.join(sys.path)})
    async with Client(process) as client:
        found = [await client.call_tool(name, said) for name, said in questions]
    return [_words(each) if each.is_error else each.structured_content for each in found]


def _words(answer: CallToolResult) -> str:
    return " ".join(part.text for part in answer.content if isinstance(part, TextContent))


def test_ten_questions(assistant, truth):
    first = truth["red"][0]["customer"]
    richest = truth["at_risk"][0]
    answers = assistant(
        ("retention", {}),
        ("retention", {"of": "country:AT"}),
        ("customers_at_risk", {"limit": 10}),
        ("customers_at_risk", {"colour": "yellow", "limit": 10}),
        ("customer", {"number": first}),
        ("revenue_at_risk", {"limit": 10}),
        ("find_customers", {"text": richest["name"][:6]}),
        ("segments", {}),
        ("segment_members", {"key": "sleeping", "limit": 50}),
        ("definitions", {"words": "retention customers"}),
    )
    whole, austria, red, yellow, card, risk, found, segments, sleeping, meaning = answers
    assert whole["rows"] == [truth["retention"]]
    assert austria["rows"] == [truth["retention_at"]] != whole["rows"]
    assert [each["customer"] for each in red["customers"]] == [each["customer"] for each in truth["red"]]
    assert [[why["sentence"] for why in each["reasons"]] for each in red["customers"]] == [
        each["why"] for each in truth["red"]
    ]
    assert [each["customer"] for each in yellow["customers"]] == truth["yellow"]
    assert (card["customer"]["number"], card["light"]["colour"]) == (first, "red")
    assert card["newest"]
    assert [(each["customer"], each["leave"]) for each in risk["customers"]] == [
        (each["customer"], each["leave"]) for each in truth["at_risk"]
    ]
    assert richest["customer"] in {each["number"] for each in found["customers"]}
    assert {each["key"]: each["members"] for each in segments["segments"]}["regulars"] == truth["regulars"] > 0
    asleep = {each["customer"] for each in sleeping["members"]}
    assert asleep <= set(truth["sleeping"])
    assert len(asleep) == min(50, len(truth["sleeping"])) > 0
    assert {each["slug"]: each["meaning"] for each in meaning["metrics"]}["retention"] == truth["meaning"]


def test_the_token_says_what_an_assistant_may(assistant):
    figures, lights, wrote = assistant(
        ("retention", {}), ("customers_at_risk", {}), ("make_task", {"title": "Call"}), scopes=("read:figures",)
    )
    assert figures["metric"] == "retention"
    assert "Unknown tool: customers_at_risk" in lights
    assert "Unknown tool: make_task" in wrote


def test_a_task_that_an_assistant_asks_for_waits_for_the_colleague(assistant, truth):
    red = truth["red"][0]["customer"]
    said = {"title": "Call because of the red light", "customer": red, "due_on": "2030-01-31"}
    made, wrong, unknown, listed = assistant(
        ("make_task", said),
        ("make_task", {"title": "Call", "due_on": "soon"}),
        ("make_task", {"title": "Call", "customer": "nobody"}),
        ("tasks", {"customer": red, "limit": 50}),
        scopes=("read:tasks", "write:tasks"),
    )
    assert (made["customer"], made["due_on"], made["origin"]) == (red, "2030-01-31", "api")
    assert made["owner"] is not None
    assert [each["title"] for each in listed["tasks"] if each["id"] == made["id"]] == [said["title"]]
    assert "body.due_on: Input should be a valid date" in wrong
    assert "There is no customer nobody." in unknown


def test_who_may_only_write_is_told_no_more_than_the_number(assistant, truth):
    (made,) = assistant(("make_task", {"title": "Call"}), scopes=("write:tasks",))
    assert made.keys() == {"id"}
