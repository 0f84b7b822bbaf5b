"""Log lines: structured, and nobody's name in them."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from bleib.config.environment import Environment, Misconfigured
from bleib.config.logging import configure

NAME = "Erika Mustermann"


@pytest.fixture
def lines():
    """Configure for JSON; ask for the lines that were logged since."""
    stream = io.StringIO()
    configure(stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "root": {"handlers": []}})


def test_an_event_is_one_line_of_fields(lines):
    structlog.get_logger("bleib.worker").info("job done", task="append-pending", count=3)
    (line,) = lines()
    assert (line["event"], line["task"], line["count"]) == ("job done", "append-pending", 3)
    assert (line["level"], line["logger"]) == ("info", "bleib.worker")
    assert line["at"].endswith("Z")


def test_of_a_librarys_message_only_the_words_are_kept(lines):
    logging.getLogger("some.library").warning("No mailbox of %s", NAME)
    assert lines()[0]["event"] == "No mailbox of %s"


def test_an_error_is_logged_without_what_it_says(lines):
    try:
        raise ValueError(NAME)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/customers/{NAME}")
        structlog.get_logger("bleib").exception("it failed")
    for line in lines():
        assert NAME not in json.dumps(line)
        assert line["trace"].endswith("ValueError")


@pytest.mark.django_db
def test_a_refused_request_is_logged_with_its_pattern_only(lines, client):
    client.get(f"/nowhere/{NAME}")
    assert [line.get("status") for line in lines()] == [404]
    assert NAME not in json.dumps(lines())


def test_on_request_lines_are_for_people():
    stream = io.StringIO()
    configure(stream=stream, environment=Environment({"BLEIB_LOG": "text"}))
    structlog.get_logger("bleib.worker").info("job done", task="append-pending")
    structlog.reset_defaults()
    assert "job done" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_an_unknown_form_is_refused():
    with pytest.raises(Misconfigured, match="BLEIB_LOG is 'xml'"):
        configure(environment=Environment({"BLEIB_LOG": "xml"}))
