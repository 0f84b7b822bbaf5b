"""A second database beside the installation's own, for the time of a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.utils import load_backend


@contextmanager
def alias(name: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """Make a database known to this thread as `name`; afterwards the connection is closed and forgotten."""
    default = connections.databases["default"]
    complete = connections.configure_settings({"default": default, name: dict(settings)})[name]
    connections[name] = load_backend(complete["ENGINE"]).DatabaseWrapper(complete, name)
    try:
        yield name
    finally:
        connections[name].close()
        del connections[name]
