"""The demo's installation: completed step by step, each of them once, and then served."""

from __future__ import annotations

import fcntl
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import typer
from rich.console import Console

from bleib import report as reports
from bleib.accounts.models import User
from bleib.cli import _reading as r
from bleib.cli import _running
from bleib.cli._language import Language
from bleib.cli.import_ import tell
from bleib.cli.report import deliver
from bleib.customers.api import Wishes, import_customers
from bleib.customers.models import CustomerImport
from bleib.demo import Company, colleagues, demo_company, desk, folder_name, website, write_exports
from bleib.demo.lists import Lists, write_lists
from bleib.history.events.choosing import ORDER
from bleib.history.importing import import_files, settled

WORDS = {
    Language.DE: {
        "exports": "Eine erfundene Firma: ihre Exporte liegen in {exports}",
        "served": "Bleib läuft auf {address} – nur für diesen Rechner, mit lauter erfundenen Daten.",
        "sign_in": "Anmelden: {email}   Passwort: {password}",
        "others": "Dasselbe Passwort haben {others}.",
        "stop": "Beenden: Strg-C",
        "worker": "Der Worker hat sich beendet; nichts geschieht mehr von selbst. Was er sagte: {log}",
        "server": "Der Server hat sich beendet. Was er sagte: {log}",
    },
    Language.EN: {
        "exports": "An invented company: its exports are in {exports}",
        "served": "Bleib runs on {address} - for this machine only, with nothing but invented data.",
        "sign_in": "Sign in: {email}   Password: {password}",
        "others": "The same password have {others}.",
        "stop": "Stop: Ctrl-C",
        "worker": "The worker has ended; nothing happens by itself any more. What it said: {log}",
        "server": "The server has ended. What it said: {log}",
    },
}


class Demo:
    """One day's demo below `folder`: exports, an installation, a password."""

    def __init__(self, folder: Path, *, day: date, zone: str, lang: Language) -> None:
        self.day, self.zone, self.lang = day, zone, lang
        self.folder = folder / folder_name(day)
        self.home = self.folder / "history"
        self.log = self.folder / "log.txt"

    @cached_property
    def company(self) -> Company:
        return demo_company(self.day)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Two calls at once: one of them makes the demo, the other waits and finds it made."""
        with (self.folder / "making.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def complete(self, now: datetime, *, tell_all: bool) -> None:
        """Whatever is missing. Killed midway, the next call completes it."""
        done = self.folder / "complete"
        if done.exists() and not tell_all:
            return
        exports = self.folder / "exports"
        drawn = Lists(self.company)
        invoices, lists = write_exports(self.company, exports), write_lists(drawn, exports)
        self.say("exports", exports=exports)
        staff = colleagues.employ(self.home, language=self.lang.value, now=now)
        for path in lists.masters:
            self._import_list(path, by=staff["manager"], now=now)
        self._import(invoices, now)
        self._import(lists.events, now, kind=None)
        website.open_shop(drawn, by=staff["admin"], zone=self.zone, now=now)
        desk.lay_out(staff, german=self.lang is Language.DE, day=self.day, now=now)
        done.touch()

    def _import_list(self, path: Path, *, by: User, now: datetime) -> None:
        if not CustomerImport.objects.filter(label=path.name).exists():
            import_customers([str(path)], wishes=Wishes(), now=now, actor=by, lang=self.lang.value)

    def _import(self, paths: Sequence[Path], now: datetime, *, kind: str | None = ORDER) -> None:
        files = [str(path) for path in paths]
        options = settled(self.home, r.Wishes(home=self.home).options())
        with r.reading_of(files, options, now=now, lang=self.lang, kind=kind) as (reading, watch):
            result = import_files(self.home, reading, files, now=now, lang=self.lang, watch=watch.step)
        tell(result, result.counts, home=self.home, lang=self.lang)

    def report(self, now: datetime) -> Path:
        """Printed, and as a page."""
        from bleib.history import installation

        page = self.folder / "report.html"
        with installation.open_book(self.home, time_zone=self.zone, now=now) as book:
            composed = reports.compose(book, now=now)
        deliver(composed, json_path=None, html=page, lang=self.lang)
        return page

    def serve(self, port: int, *, browser: bool) -> None:
        """Server and worker until Ctrl-C or SIGTERM."""
        port = _running.free_port(port)
        address = f"http://{_running.HOST}:{port}"
        with _running.told_to_stop(), _running.running(self.home, port=port, log=self.log) as (server, worker):
            self._tell_how_to_sign_in(address)
            if browser:
                webbrowser.open(address)
            _running.wait_for(worker, server)
            if server.is_alive():
                self.say("worker", log=self.log)
                _running.wait_for(server)
            self.say("server", log=self.log)
            raise typer.Exit(1)

    def _tell_how_to_sign_in(self, address: str) -> None:
        founder, *others = colleagues.COLLEAGUES
        self.say("served", address=address)
        self.say("sign_in", email=founder.email, password=colleagues.password_of(self.home))
        self.say("others", others=", ".join(each.email for each in others))
        self.say("stop")

    def say(self, sentence: str, **words: object) -> None:
        Console().print(WORDS[self.lang][sentence].format(**words), soft_wrap=True, highlight=False, markup=False)
