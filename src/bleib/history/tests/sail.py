"""A Spark Connect server for tests: Sail, on a free port of this machine, stopped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sail_server() -> Iterator[str]:
    """The address sc://127.0.0.1:PORT of a running server."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    try:
        host, port = server.listening_address
        yield f"sc://{host}:{port}"
    finally:
        server.stop()
