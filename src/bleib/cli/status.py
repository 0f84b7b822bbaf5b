"""`bleib status`: what the worker does, what is on its way, what is stuck."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing

if TYPE_CHECKING:
    from bleib.history.backlog import Backlog
    from bleib.worker.api import Status

JsonOption = Annotated[bool, typer.Option("--json", help="As JSON, with instants in UTC.")]
WORDS = {
    Language.EN: {
        "columns": "task,when,last,took,done,failed,waiting,dead",
        "workers": "Workers alive: {alive}.",
        "nobody": "No worker is running. Start one: bleib worker",
        "doing": "  process {pid} on {host}, since {since}: {at}",
        "idle": "waits for work",
        "backlog": "Facts on their way: {pending_facts}. Changes to be told: {changes}. Oldest since: {lag}.",
        "nothing": "Nothing is on its way.",
        "stuck": "Stuck:",
        "dead": "{dead} failed for good",
        "late": "due since {since}",
        "fine": "Nothing is stuck.",
        "every": "every",
        "daily": "daily",
    },
    Language.DE: {
        "columns": "Aufgabe,wann,zuletzt,Dauer,erledigt,misslungen,wartend,aufgegeben",
        "workers": "Laufende Worker: {alive}.",
        "nobody": "Es läuft kein Worker. So startet einer: bleib worker",
        "doing": "  Prozess {pid} auf {host}, seit {since}: {at}",
        "idle": "wartet auf Arbeit",
        "backlog": "Ereignisse unterwegs: {pending_facts}. Änderungen zu melden: {changes}. Älteste seit: {lag}.",
        "nothing": "Nichts ist unterwegs.",
        "stuck": "Es hängt:",
        "dead": "{dead} aufgegeben",
        "late": "fällig seit {since}",
        "fine": "Nichts hängt.",
        "every": "alle",
        "daily": "täglich",
    },
}


def status(lang: LangOption, as_json: JsonOption = False, home: HomeOption = None) -> int:
    """Say what ran, when and how long, what is on its way and what is stuck.

    Ends with 1 if something is stuck or no worker runs.
    """
    open_existing(home)
    from bleib.config.schedule import ALL
    from bleib.history.backlog import backlog
    from bleib.worker.api import status as look

    seen, waiting = look(ALL, now=datetime.now(UTC)), backlog()
    if as_json:
        Console().print_json(data=_as_data(seen, waiting), default=datetime.isoformat)
    else:
        _print(seen, waiting, lang)
    return 0 if any(worker.alive for worker in seen.workers) and not seen.stuck else 1


def _as_data(seen: Status, waiting: Backlog) -> dict[str, Any]:
    history = asdict(waiting) | {"lag_seconds": waiting.lag(seen.as_of)}
    return asdict(seen) | {"history": history, "stuck": [task.task for task in seen.stuck], "dead": seen.dead}


def _print(seen: Status, waiting: Backlog, lang: Language) -> None:
    words, console = WORDS[lang], Console()
    alive = [worker for worker in seen.workers if worker.alive]
    console.print(words["workers"].format(alive=len(alive)) if alive else words["nobody"], highlight=False)
    for worker in alive:
        at = ", ".join(worker.at) or words["idle"]
        since = _local(worker.started_at)
        console.print(words["doing"].format(pid=worker.pid, host=worker.host, since=since, at=at), highlight=False)
    lag = timedelta(seconds=round(waiting.lag(seen.as_of)))
    under_way = waiting.pending_facts or waiting.changes
    told = words["backlog"].format(pending_facts=waiting.pending_facts, changes=waiting.changes, lag=lag)
    console.print(told if under_way else words["nothing"], highlight=False)
    console.print(_table(seen, words))
    _print_stuck(seen, words, console)


def _table(seen: Status, words: dict[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for number, heading in enumerate(words["columns"].split(",")):
        table.add_column(heading, justify="left" if number < 3 else "right", no_wrap=True)
    for task in seen.tasks:
        word, _, when = task.schedule.partition(" ")
        took = "" if task.last_seconds is None else f"{task.last_seconds:.2f} s"
        last = _recent(task.last_began_at, seen.as_of) if task.last_began_at else ""
        counts = (task.done, task.failed, task.waiting + task.running, task.dead)
        table.add_row(task.task, f"{words.get(word, word)} {when}", last, took, *map(str, counts))
    return table


def _recent(moment: datetime, now: datetime) -> str:
    """The time of today's, the day of what was earlier."""
    return _local(moment)[11:] if now - moment < timedelta(hours=24) else _local(moment)[:10]


def _print_stuck(seen: Status, words: dict[str, str], console: Console) -> None:
    console.print(words["stuck"] if seen.stuck else words["fine"], highlight=False)
    for task in seen.stuck:
        dead = words["dead"].format(dead=task.dead) if task.dead else ""
        late = words["late"].format(since=_local(task.oldest_due_at)) if task.oldest_due_at else ""
        console.print(
            f"  {task.task}: {'; '.join(filter(None, (dead, late, task.reason)))}", highlight=False, markup=False
        )


def _local(moment: datetime) -> str:
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")
