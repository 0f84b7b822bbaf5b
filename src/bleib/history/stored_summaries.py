"""Summaries of an installation, stored: one Parquet file each, stamped with the version of the lake it was made from.

Of customers touched since they are made anew with the same SQL; of so many, or where facts were taken away,
everybody's are.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from bleib.history import daily, parquet
from bleib.history.aliases import Aliases
from bleib.history.delta import Snapshot
from bleib.history.derived import LINES_SQL
from bleib.history.facts import FACTS
from bleib.history.lake import Lake, claimed
from bleib.history.pending import NEWS
from bleib.history.summaries import TEXTS, of_touched, select
from bleib.kernel.disk import sync
from bleib.worker.api import lease

MOST = 0.05  # share of customers of whom fewer are sooner made anew than everybody
FOLDER = "summaries"
NEAR = timedelta(days=100)  # the texts look back further than anybody asks by so much


@dataclass
class Summaries:
    """Those of the installation in `home`, for `connection`, whose views hold all facts before the day `as_of`."""

    home: Path
    connection: duckdb.DuckDBPyConnection
    as_of: date
    non_goods: Sequence[str]
    aliases: Aliases
    groups: pa.Table | None = None

    def open(self) -> None:
        """The same views over what is stored; stored first where it is not there or too old."""
        kept = self._kept()
        touched = self._touched(kept) if kept else None
        if kept is None or touched is None:
            kept, touched = self._store(), 0
        for name in TEXTS:
            rows = f"select * from read_parquet({_literal(self._folder / kept['folder'] / f'{name}.parquet')})"
            rows = self._patched(name, rows) if touched else rows
            self.connection.execute(f"create or replace temp view {name} as {rows}")

    def _patched(self, name: str, stored: str) -> str:
        """SELECT over the stored rows, and over new ones of `touched_customers`."""
        new = of_touched(name, self.as_of)
        self.connection.execute(f"create or replace temp table new_{name} as {new}")
        old = "not exists (select 1 from touched_customers as t where t.customer = stored.customer)"
        return f"select * from ({stored}) as stored where {old} union all select * from new_{name}"

    @property
    def _folder(self) -> Path:
        return self.home / FOLDER

    @cached_property
    def _lake(self) -> Lake:
        return Lake(self.home)

    @cached_property
    def _facts(self) -> Snapshot:
        return self._lake.snapshot()

    @property
    def _definition(self) -> dict[str, Any]:
        """What they were made by; if any of it changes, nothing of the old can stay."""
        text = "".join([*TEXTS.values(), daily.DAILY_SQL, LINES_SQL])
        digest = hashlib.sha256(text.encode()).hexdigest()
        groups = sorted(map(str, self.groups.to_pylist())) if self.groups is not None else []
        return {
            "facts": self._facts.table,
            "sql": digest,
            "non_goods": list(self.non_goods),
            "aliases": self.aliases.newest,
            "groups": hashlib.sha256(repr(groups).encode()).hexdigest(),
        }

    def _kept(self) -> dict[str, Any] | None:
        """What is stored, if it was made by the same definition, and of the facts of the same days."""
        try:
            kept: dict[str, Any] = json.loads((self._folder / "newest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        there = all((self._folder / str(kept.get("folder")) / f"{name}.parquet").exists() for name in TEXTS)
        return kept if kept.get("definition") == self._definition and there and self._of_same_days(kept) else None

    def _of_same_days(self, kept: Mapping[str, Any]) -> bool:
        """Whether no fact that was there lies between the two days, and the texts looked back far enough."""
        last, following = kept["last_on"] or "", kept["following_on"] or "9999-12-31"
        near = abs(date.fromisoformat(kept["as_of"]) - self.as_of) < NEAR
        return near and last < self.as_of.isoformat() <= following

    def _touched(self, kept: Mapping[str, Any]) -> int | None:
        """How many customers later commits touched (temp table `touched_customers`); None where nobody can say, or so
        many that it does not matter."""
        added = self._lake.delta.added(kept["version"], self._facts.version)
        if kept["version"] > self._facts.version or added is None or not all(path.exists() for path in added):
            return None
        if not added:
            return 0
        new = f"select id, month from {parquet.scan([str(path) for path in added], FACTS)} where {NEWS}"
        self.connection.execute(f"create or replace temp table new_claims as {new}")
        months = self.connection.execute("select distinct month from new_claims").fetchall()
        claims = claimed(self._facts.of(*(month for (month,) in months)), "id, customer")
        theirs = self.aliases.resolve(f"select * from ({claims}) where id in (select id from new_claims)")
        self.connection.execute(
            "create or replace temp table touched_customers as select distinct customer "
            f"from ({theirs}) where customer is not null"
        )
        [(count,)] = self.connection.execute("select count(*) from touched_customers").fetchall()
        return int(count) if count <= MOST * kept["customers"] else None

    def _store(self) -> dict[str, Any]:
        """Write them for everybody; whoever reads the ones before may go on."""
        with lease("activity", doing="Summing up customers"):
            before, name = self._kept(), str(uuid.uuid4())
            folder = self._folder / name
            folder.mkdir(parents=True)
            for each in TEXTS:
                rows, path = select(each, self.as_of), _literal(folder / f"{each}.parquet")
                self.connection.execute(f"copy ({rows}) to {path} (format parquet)")
            kept = {"folder": name, "version": self._facts.version, "definition": self._definition, **self._days()}
            sync(*folder.iterdir(), folder)
            draft = folder / "newest.json"
            draft.write_text(json.dumps(kept), encoding="utf-8")
            draft.replace(self._folder / "newest.json")
            self._tidy({name, before["folder"] if before else name})
        return kept

    def _tidy(self, needed: Collection[str]) -> None:
        for old in self._folder.iterdir():
            if old.is_dir() and old.name not in needed:
                shutil.rmtree(old, ignore_errors=True)

    def _days(self) -> dict[str, Any]:
        """Customers, the last day before `as_of` with a fact, and the first one from then on: none counts yet."""
        days = f"select max(day) as day from activity union all select max(occurred_on) from events where {NEWS}"
        [(last,)] = self.connection.execute(f"select max(day) from ({days})").fetchall()
        later = [file for file in self._facts.files if file.month >= f"{self.as_of:%Y-%m}"]
        claims = f"select min(occurred_on) from ({claimed(later)}) where {NEWS} and occurred_on >= date '{self.as_of}'"
        [(following,)] = self.connection.execute(claims).fetchall()
        [(customers,)] = self.connection.execute("select count(*) from rhythms").fetchall()
        told = {"last_on": last and str(last), "following_on": following and str(following)}
        return {"as_of": str(self.as_of), "customers": customers, **told}


def _literal(path: Path) -> str:
    return exp.Literal.string(str(path)).sql("duckdb")
