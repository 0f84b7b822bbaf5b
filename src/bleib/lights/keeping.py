"""What was judged becomes the lights of customers: rows, reasons and facts of one batch in one short transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from bleib.customers.importing.load import one, rows_of, run
from bleib.customers.importing.unload import unload_table
from bleib.history.api import NewFact, record
from bleib.history.new_fact import LONGEST_ID
from bleib.history.props import MOST_CODES
from bleib.kernel.crash import point
from bleib.lights import verdicts
from bleib.worker.api import checkpoint

BATCH = 5_000
LIGHT, REASON = "lights_light", "lights_lightreason"
NONE = "none"

# The judged of a batch with their records. Whoever was erased or merged since they were read is not among them.
THESE = (
    "judged j join customers_customer c on c.number = j.number and c.merged_into_id is null "
    f"left join {LIGHT} l on l.customer_id = c.id "
    "left join lights_override o on o.customer_id = c.id and o.lifted_at is null and o.until >= %s "
    "where j.place > %s and j.place <= %s"
)
COLOUR = "coalesce(o.colour, j.colour)"
# A colour that lasts began when it did; one that is new began with its reasons, by hand today.
SINCE = (
    f"case when l.colour = {COLOUR} and (o.id is not null or l.since <= j.since) then l.since "
    "when o.id is not null then %s else j.since end"
)
KEPT = (
    "colour", "judged", "before", "since", "changed_on", "changed_at", "override_id", "trend", "made_by", "due_on",
    "digest",
)  # fmt: skip
Changed = tuple[int, str, str | None, str, bool]  # customer, number, colour before, colour now, by hand


@dataclass(frozen=True)
class Judging:
    """When, and by which rules. Temp tables `judged` and `found` hold what they say, `asked` who was asked about.

    `first`: what was judged so far was provisional, and another light is no change but the first one.
    """

    now: datetime
    made_by: str
    first: bool = False

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()


def kept(*, everybody: bool) -> pa.Table:
    """The lights there are, as `verdicts.KEPT`: of everybody, or of those in the temp table `asked`.

    Who is judged by hand has no digest: the database looks at each of them.
    """
    overridden = "select customer_id from lights_override where lifted_at is null"
    by_hand = f"l.override_id is not null or l.customer_id in ({overridden})"
    columns = {
        "customer": "c.number",
        "digest": f"case when {by_hand} then null else l.digest end",
        "colours": "l.colour || ' ' || l.judged",
    }
    rows = f"{LIGHT} l join customers_customer c on c.id = l.customer_id"
    only = "" if everybody else " where c.number in (select number from asked)"
    return unload_table(columns, f"{rows}{only}", by="l.customer_id", schema=verdicts.KEPT)


def keep(judging: Judging) -> Iterator[list[int]]:
    """Write what is new or other than before; primary keys of customers whose light is another one, batch by batch."""
    for first in range(0, one("select max(place) from judged"), BATCH):
        checkpoint()
        with transaction.atomic():
            changed = _keep(judging, (first, first + BATCH))
        point("lights.committed")
        yield changed


def drop_gone(judging: Judging) -> Iterator[list[int]]:
    """Who is not judged any more (temp table `gone`) has no light; primary keys, batch by batch."""
    gone = (
        f"select l.customer_id, c.number, l.colour, c.merged_into_id is not null from gone g "
        f"join customers_customer c on c.number = g.number join {LIGHT} l on l.customer_id = c.id limit {BATCH}"
    )
    while True:
        checkpoint()
        with transaction.atomic():
            rows = rows_of(gone)
            if not rows:
                return
            _drop(rows, judging)
        yield [row[0] for row in rows]


def _keep(judging: Judging, places: tuple[int, int]) -> list[int]:
    """One batch. Rows are locked before anything is compared, so that an override made meanwhile is seen."""
    these = [judging.today, *places]
    if connection.vendor == "postgresql":
        rows_of(
            f"select l.customer_id from {LIGHT} l join customers_customer c on c.id = l.customer_id join judged j "
            "on j.number = c.number where j.place > %s and j.place <= %s order by 1 for update of l",
            places,
        )
    changed: list[Changed] = rows_of(
        f"select c.id, c.number, l.colour, {COLOUR}, o.id is not null from {THESE} "
        f"and l.colour is distinct from {COLOUR} order by j.place", these
    )  # fmt: skip
    codes = _codes(places)
    run(_upsert(first=judging.first), [judging.now, *[judging.today] * 3, judging.made_by, *these])
    _keep_reasons(places)
    point("lights.kept")
    record(
        [_fact(each, codes.get(each[1], ()), judging) for each in changed if each[2] or each[3] != "green"],
        now=judging.now,
    )
    point("lights.told")
    return [each[0] for each in changed]


def _upsert(*, first: bool) -> str:
    """Every column as it has to be; rows that are so already are left alone."""
    same = f"l.colour = {COLOUR}"
    before = "''" if first else "coalesce(l.colour, '')"
    values = {
        "customer_id": "c.id",
        "colour": COLOUR,
        "judged": "j.colour",
        "before": f"case when {same} then l.before else {before} end",
        "changed_at": f"case when {same} then l.changed_at else %s end",
        "changed_on": f"case when {same} then l.changed_on else %s end",
        "since": SINCE,
        "override_id": "o.id",
        "trend": "j.trend",
        "as_of": "%s",
        "made_by": "%s",
        "due_on": "j.due_on",
        "digest": "j.digest",
    }
    others = " or ".join(f"{LIGHT}.{name} is distinct from excluded.{name}" for name in KEPT)
    written = ", ".join(f"{name} = excluded.{name}" for name in values if name != "customer_id")
    return (
        f"insert into {LIGHT} ({', '.join(values)}) select {', '.join(values.values())} from {THESE} "
        f"on conflict (customer_id) do update set {written} where {others}"
    )


def _keep_reasons(places: tuple[int, int]) -> None:
    """The reasons of a batch's customers, and no others."""
    batch = "customers_customer c on c.number = j.number where j.place > %s and j.place <= %s"
    theirs = f"select c.id from judged j join {batch}"
    still = (
        "select 1 from found f join customers_customer c on c.number = f.number "
        f"where c.id = {REASON}.customer_id and f.rule = {REASON}.rule"
    )
    run(f"delete from {REASON} where customer_id in ({theirs}) and not exists ({still})", places)
    others = " or ".join(f"{REASON}.{name} is distinct from excluded.{name}" for name in ("place", "colour", "since"))
    cast = "cast(f.evidence as jsonb)" if connection.vendor == "postgresql" else "f.evidence"
    run(
        f"insert into {REASON} (customer_id, rule, place, colour, since, evidence) "
        f"select c.id, f.rule, f.turn, f.colour, f.since, {cast} from found f "
        "join customers_customer c on c.number = f.number and c.merged_into_id is null "
        "where f.place > %s and f.place <= %s on conflict (customer_id, rule) do update set "
        "place = excluded.place, colour = excluded.colour, since = excluded.since, evidence = excluded.evidence "
        f"where {others} or {REASON}.evidence <> excluded.evidence",
        places,
    )


def _codes(places: tuple[int, int]) -> dict[str, list[str]]:
    """Keys of the rules that hold, the worst first, by number."""
    found: dict[str, list[str]] = {}
    for number, rule in rows_of(
        "select number, rule from found where place > %s and place <= %s order by place, rank desc, turn", places
    ):
        found.setdefault(number, []).append(rule)
    return found


def _fact(changed: Changed, codes: Sequence[str], judging: Judging) -> NewFact:
    customer, number, before, colour, by_hand = changed
    return light_changed(
        customer, number, colour=colour, before=None if judging.first else before, codes=codes, by_hand=by_hand,
        now=judging.now,
    )  # fmt: skip


def light_changed(
    customer: int, number: str, *, colour: str, before: str | None, now: datetime, codes: Sequence[str] = (),
    by_hand: bool = False, replayed: bool = False,
) -> NewFact:  # fmt: skip
    """The fact of a change: one per customer and instant, whoever says it again."""
    props = {"colour": colour, "before": before or None, "reasons": list(codes)[:MOST_CODES] or None,
             "overridden": bool(by_hand) or None, "replayed": replayed or None}  # fmt: skip
    return NewFact("light_changed", number, now, key=f"{customer} {now.isoformat()}"[:LONGEST_ID], props=props)


def _drop(rows: Sequence[tuple[int, str, str, bool]], judging: Judging) -> None:
    """Without light and reasons. A merged customer's goes on as the other one's, and an erased one has no facts."""
    run("delete from lights_lightreason where customer_id in (" + ", ".join(str(row[0]) for row in rows) + ")")
    run("delete from lights_light where customer_id in (" + ", ".join(str(row[0]) for row in rows) + ")")
    told = [row for row in rows if not row[3] and not row[1].startswith("erased-")]
    record(
        [light_changed(row[0], row[1], colour=NONE, before=row[2], now=judging.now) for row in told], now=judging.now
    )
