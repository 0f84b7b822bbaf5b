"""What is logged and how: one line per event, JSON for machines or coloured for a terminal, never personal data.

Our own events are fixed words with ids and figures. Of other libraries' messages the words are kept without what
was filled in, and of errors their kinds and places: nobody knows what stands in the rest.
"""

from __future__ import annotations

import logging.config
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from bleib.config.environment import Environment, Misconfigured
from bleib.worker.failure import trace

FORMS = ("json", "text", "auto")


def configure(*, stream: TextIO | None = None, environment: Environment | None = None) -> None:
    """Log to `stream` (default: stderr). BLEIB_LOG says json or text; by default text on a terminal, else json."""
    stream = stream or sys.stderr
    form = (environment or Environment()).text("BLEIB_LOG", "auto")
    if form not in FORMS:
        raise Misconfigured(f"BLEIB_LOG is {form!r}. Say json, text or auto.")
    as_text = form == "text" or (form == "auto" and stream.isatty())
    logging.config.dictConfig(_standard_library(stream, as_text))
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _standard_library(stream: TextIO, as_text: bool) -> dict[str, Any]:
    last: Processor = structlog.dev.ConsoleRenderer(colors=stream.isatty()) if as_text else _json()
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        "foreign_pre_chain": [_known_of_a_request, *_shared()],
        "use_get_message": False,  # the words without the arguments
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"bleib": formatter},
        "handlers": {"bleib": {"class": "logging.StreamHandler", "stream": stream, "formatter": "bleib"}},
        "root": {"level": "WARNING", "handlers": ["bleib"]},
        "loggers": {
            "bleib": {"level": "INFO"},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }


def _shared() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _without_values,
    ]


def _json() -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """An error is logged as its kinds and places."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["trace"] = trace(error)
    return event


def _known_of_a_request(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Django's complaints about a request: the status and the pattern of the address, not the address."""
    record = event["_record"]
    if (status := getattr(record, "status_code", None)) is not None:
        event["status"] = status
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    if match is not None:
        event["route"] = match.route
    return event
