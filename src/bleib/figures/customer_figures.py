"""What lists show of a customer, measured when the history changes: rows of CustomerFigures.

Nothing has to be measured again because a day passes, but recurring revenue on the day a contract begins or ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bleib.customers.importing.load import load, load_rows, one, run
from bleib.figures.models import CustomerFigures
from bleib.figures.shown_lights import RANK
from bleib.history.api import Change, touched
from bleib.history.extract import open_extract
from bleib.history.models import Setting
from bleib.kernel.scratch import scratch_folder
from bleib.metrics import rhythm
from bleib.metrics import sql as metric_sql
from bleib.worker.api import checkpoint, lease

FIGURES_SQL = (files("bleib.figures") / "customer_figures.sql").read_text(encoding="utf-8")
ALWAYS = date(9999, 12, 31)  # the metric rhythm counts the days before; its rhythm does not depend on how many passed
MANY = 50_000  # who is touched together with so many is found sooner by reading everything
BATCH = 20_000
MADE_BY = "customer figures made by"
TABLE = "figures_customerfigures"
COLUMNS = {
    "first_on": "date",
    "last_on": "date",
    "orders": "bigint",
    "revenue": "numeric",
    "revenue_year": "numeric",
    "usual_gap": "double precision",
    "overdue_on": "date",
    "mrr": "numeric",
    "mrr_until": "date",
}


def refresh_figures(change: Change, *, now: datetime) -> int:
    """A listener: measure the customers that a change touched; returns how many rows are others than before."""
    seen = touched(change)
    return refresh_customers(None if seen.num_rows > MANY else seen["customer"].to_pylist(), now=now)


def refresh_everybody(*, now: datetime) -> int:
    """Measure all customers, and note by which definitions; returns how many rows are others than before."""
    made_by = definitions()
    count = refresh_customers(None, now=now)
    Setting.objects.update_or_create(name=MADE_BY, defaults={"value": made_by})
    return count


def is_everybody_due(_now: datetime) -> bool:
    """Whether the figures were made by other definitions, or never."""
    return bool(Setting.read(MADE_BY, None) != definitions())


def refresh_recurring(*, now: datetime) -> int:
    """By day: measure those one of whose contracts begins or ends today."""
    due = CustomerFigures.objects.filter(mrr_until__lte=timezone.localtime(now).date())
    return refresh_customers(list(due.values_list("customer__number", flat=True)), now=now)


def refresh_customers(numbers: list[str] | None, *, now: datetime) -> int:
    """Measure the customers of these numbers (None: everybody); returns how many rows are others than before.

    Numbers as they count now. One process at a time: others wait, and then find it done.
    """
    if numbers == []:
        return 0
    with lease("customer-figures", doing="Measuring customers"), scratch_folder() as scratch:
        try:
            _measure(numbers, today=timezone.localtime(now).date(), scratch=Path(scratch))
            return _drop_gone(numbers) + _keep()
        finally:
            run("drop table if exists measured")
            run("drop table if exists asked")


def definitions() -> str:
    """What figures depend on besides facts: how they are computed, and which products are no goods."""
    text = "\n".join([FIGURES_SQL, metric_sql("rhythm"), *sorted(Setting.read("non_goods", []))])
    return hashlib.sha256(text.encode()).hexdigest()


def _measure(numbers: list[str] | None, *, today: date, scratch: Path) -> None:
    """The temp table `measured`: one row per customer of the history."""
    wanted = None if numbers is None else pa.table({"customer": pa.array(numbers, pa.string())})
    with open_extract(settings.HOME, customers=wanted) as engine:
        source = engine.connection
        source.register("rhythms_arrow", rhythm(engine, at=ALWAYS))
        source.execute("create temp view rhythms as from rhythms_arrow")
        statement = FIGURES_SQL.replace("$today", f"date '{today}'")
        source.execute(
            "create temp table measured as select *, row_number() over (order by number) as place "
            f"from ({statement}) where not starts_with(number, 'erased-')"
        )
        load(source, "measured", name="measured", columns={"number": "text", "place": "bigint", **COLUMNS},
             scratch=scratch)  # fmt: skip
    run("create index measured_number on measured (number)")
    run("create index measured_place on measured (place)")
    _ask(numbers)


def _ask(numbers: Iterable[str] | None) -> None:
    """The temp table `asked`: numbers that may have figures no more."""
    load_rows(((number,) for number in numbers or ()), name="asked", columns={"number": "text"})


def _drop_gone(numbers: list[str] | None) -> int:
    """Who has no facts any more, or counts as somebody else, has no figures."""
    theirs = (
        f"select 1 from customers_customer c join measured m on m.number = c.number where c.id = {TABLE}.customer_id"
    )
    these = "select c.id from asked a join customers_customer c on c.number = a.number"
    only = "" if numbers is None else f"customer_id in ({these}) and "
    return run(f"delete from {TABLE} where {only}not exists ({theirs})")


def _keep() -> int:
    """Write rows that are new or others than before, in short transactions."""
    count = 0
    for first in range(0, one("select max(place) from measured"), BATCH):
        checkpoint()
        with transaction.atomic():
            count += run(_upsert(), [first, first + BATCH])
    if count > BATCH:
        run(f"analyze {TABLE}")  # the planner of a list has to know how large it has become
    return count


def _upsert() -> str:
    names, measured = ", ".join(COLUMNS), ", ".join(f"m.{name}" for name in COLUMNS)
    changed = " or ".join(f"{TABLE}.{name} is distinct from excluded.{name}" for name in COLUMNS)
    return (
        f"insert into {TABLE} (customer_id, {names}, light) select c.id, {measured}, {RANK} "
        "from measured m join customers_customer c on c.number = m.number "
        "left join lights_light l on l.customer_id = c.id where m.place > %s and m.place <= %s "
        "and c.merged_into_id is null on conflict (customer_id) do update set "
        f"{', '.join(f'{name} = excluded.{name}' for name in COLUMNS)} where {changed}"
    )


def figures_of(customer: Any) -> CustomerFigures:
    """The figures of a customer; those of somebody who never bought where there are none."""
    found = CustomerFigures.objects.filter(customer=customer).first()
    return found or CustomerFigures(customer=customer)
