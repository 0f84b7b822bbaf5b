"""One part of ingest in a process of its own: `python -m bench.ingest_work PART HOME EVENTS` prints JSON.

The database is the one BLEIB_DATABASE_URL names. `seconds` and `cpu` are those of the part alone, without starting,
migrating and making up events; `early` and `late` are the megabytes in use after a tenth and at the end.
"""

from __future__ import annotations

import base64
import io
import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BATCH = 500  # events of a request
CUSTOMERS = 1_000
HEAD = {"library": {"name": "analytics-python", "version": "2.4.0"}}


@dataclass
class Meter:
    """Adds up what was measured in pieces."""

    seconds: float = 0
    cpu: float = 0
    marks: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], Any]) -> None:
        clock, processor = time.perf_counter(), time.process_time()
        work()
        self.seconds += time.perf_counter() - clock
        self.cpu += time.process_time() - processor
        self.marks.append(_megabytes())

    def told(self) -> dict[str, float]:
        tenth = self.marks[len(self.marks) // 10]
        return {"seconds": self.seconds, "cpu": self.cpu, "early": tenth, "late": self.marks[-1]}


def receive(key: str, events: int) -> dict[str, float]:
    """Requests through the whole application, from every middleware to the commit, without the network."""
    ask, meter = _application(key), Meter()
    ask(_body(0))  # the first one loads what is loaded lazily
    for some in _chunks(_bodies(events), 20):
        meter.time(lambda some=some: [ask(body) for body in some])  # type: ignore[misc]
    return meter.told()


def copy_rows(_key: str, events: int) -> dict[str, float]:
    """The limit: the same events as rows, one COPY and one commit for each request, nothing read or checked."""
    import psycopg

    meter, now = Meter(), datetime.now(UTC)
    with psycopg.connect(os.environ["BLEIB_DATABASE_URL"]) as connection:
        connection.execute(
            "create table copied (id bigserial primary key, source int, message text, kind text, body bytea, "
            "at timestamptz)"
        )
        connection.commit()

        def write(rows: list[tuple[Any, ...]]) -> None:
            with connection.cursor() as cursor:
                with cursor.copy("copy copied (source, message, kind, body, at) from stdin") as copy:
                    for row in rows:
                        copy.write_row(row)
                connection.commit()

        for body in _bodies(events):
            messages = json.loads(body)["batch"]
            rows = [(1, each["messageId"], each["type"], json.dumps(each).encode(), now) for each in messages]
            meter.time(lambda rows=rows: write(rows))  # type: ignore[misc]
    return meter.told()


def work(key: str, events: int) -> dict[str, float]:
    """What the worker does with requests that wait, up to facts in the lake."""
    return _received_and_worked(key, events, only_work=True)


def all_of_it(key: str, events: int) -> dict[str, float]:
    """Receiving, and turning into facts in the lake, in turns in one process: whether memory grows."""
    return _received_and_worked(key, events, only_work=False)


def _received_and_worked(key: str, events: int, *, only_work: bool) -> dict[str, float]:
    from bleib.ingest.api import work_off

    ask, meter, now = _application(key), Meter(), datetime.now(UTC)
    for some in _chunks(_bodies(events), 40):
        requests = lambda some=some: [ask(body) for body in some]  # noqa: E731 - timed, or not
        if only_work:
            requests()
        else:
            meter.time(requests)
        meter.time(lambda: work_off(now=now))
    return meter.told()


def _application(key: str) -> Callable[[bytes], None]:
    from django.core.handlers.wsgi import WSGIHandler

    application: Any = WSGIHandler()
    credentials = base64.b64encode(f"{key}:".encode()).decode()
    fixed = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/v1/batch", "QUERY_STRING": "", "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": "application/json", "HTTP_AUTHORIZATION": f"Basic {credentials}", "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }  # fmt: skip

    def ask(body: bytes) -> None:
        said: list[str] = []
        asked = {**fixed, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer: Any = application(asked, lambda status, _headers: said.append(status))
        answer.close()
        if said != ["200 OK"]:
            raise AssertionError(f"{said}: {answer.content!r}")

    return ask


def _bodies(events: int) -> Iterator[bytes]:
    return (_body(number) for number in range(events // BATCH))


def _body(number: int) -> bytes:
    """A request as Segment's Python library sends it."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    batch = [
        {
            "type": "track", "event": f"Feature {at % 40}", "userId": f"K{(number * BATCH + at) % CUSTOMERS}",
            "messageId": f"{number:08x}-0000-4000-8000-{at:012x}", "timestamp": now, "anonymousId": None,
            "properties": {"format": "pdf", "rows": at}, "context": HEAD, "integrations": {},
        }
        for at in range(BATCH)
    ]  # fmt: skip
    return json.dumps({"batch": batch, "sentAt": now}).encode()


def _chunks(bodies: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    rest = iter(bodies)
    while some := list(itertools.islice(rest, size)):
        yield some


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _installed(home: Path) -> str:
    """An installation with customers and a source; returns its write key."""
    from bleib.config.setup import prepare, setup

    setup(home)
    prepare()
    (home / "static").mkdir(exist_ok=True)
    from bleib.customers.models import Customer
    from bleib.ingest.api import connect

    now = datetime.now(UTC)
    Customer.objects.bulk_create(Customer(number=f"K{number}", created_at=now) for number in range(CUSTOMERS))
    return connect(name="Bench", by=None, now=now)[1]


PARTS: dict[str, Callable[[str, int], dict[str, float]]] = {
    "receive": receive,
    "copy_rows": copy_rows,
    "work": work,
    "all_of_it": all_of_it,
}

if __name__ == "__main__":
    part, folder, count = sys.argv[1:]
    write_key = "" if part == "copy_rows" else _installed(Path(folder))
    print(json.dumps(PARTS[part](write_key, int(count))))
