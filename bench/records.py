"""The record of the forecast on real data, written into docs/forecast.md: `python -m bench.records`.

Needs the shared data (BLEIB_SHARED_DATA, or ../shared/data beside the checkout). Takes some minutes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from bleib.forecast import BGNBD, ParetoNBD
from bleib.forecast.backtest import backtest
from bleib.forecast.backtest.holdout import MOST, holdout
from bleib.forecast.backtest.record import Backtest, Estimate, Judged, Part, Row
from bleib.forecast.features import purchases
from bleib.forecast.runs import run
from bleib.history import measuring
from bleib.history.book import observed_until
from bleib.history.events import choosing
from bleib.history.past import Past, past_of, past_of_facts
from bleib.history.sources.options import ReadOptions

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "forecast.md"
DATA = Path(os.environ.get("BLEIB_SHARED_DATA", ROOT.parent / "shared" / "data"))
NAMES = {
    "forecast": "**Forecast**", "days_since_order": "Days since the last order", "overdue_ratio": "Overdue ratio",
    "base_rate": "The same chance for all",
}  # fmt: skip
# CDNOW's calibration period ends before this day; both periods have 39 weeks.
CALIBRATED, WEEKS = date(1997, 10, 1), 39
DAYS = 90


def main() -> None:
    """Measure everything and write it between the page's markers."""
    text = PAGE.read_text(encoding="utf-8")
    with online_retail() as (past, until):
        text = filled(text, "online retail", record(backtest(past, until=until)))
    with cdnow() as past:
        text = filled(text, "cdnow", record(backtest(past, until=date(1998, 7, 1))))
        text = filled(text, "cdnow hold-out", second_period(past))
        text = filled(text, "cdnow revenue", quarters(past))
    PAGE.write_text(text, encoding="utf-8")


@contextmanager
def online_retail() -> Iterator[tuple[Past, date]]:
    """Online Retail II as `bleib backtest FILE --source-column sheet --currency GBP` reads it."""
    options = ReadOptions(source_column="sheet", currency="GBP")
    files = [str(DATA / "online_retail_ii")]
    with choosing.look(files, options, now=datetime.now(UTC), kind=choosing.ORDER) as reading:
        reading.read()
        book = measuring.book(reading, files)
        with past_of(book) as past:
            yield past, observed_until(book.last_day)


@contextmanager
def cdnow() -> Iterator[Past]:
    """CDNOW's sample: master id, sample id, day, number of CDs, dollars."""
    rows = [line.split() for line in (DATA / "cdnow" / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()]
    facts = pa.table({
        "customer": [row[1] for row in rows],
        "type": ["order"] * len(rows),
        "occurred_on": [date.fromisoformat(row[2]) for row in rows],
        "ref": [str(number) for number in range(len(rows))],
        "amount": pa.array([Decimal(row[4]) for row in rows], pa.decimal128(18, 4)),
    })  # fmt: skip
    with past_of_facts(facts, zone="UTC") as past:
        yield past


def record(found: Backtest) -> str:
    """The scores over all origins, and each origin."""
    (part,) = found.parts
    return "\n\n".join([_scores(part), _origins(part), _tenths(part)])


def _scores(part: Part) -> str:
    judged = {"forecast": part.forecast, **part.baselines}
    lines = [f"| {NAMES[name]} | {_cells(each)} |" for name, each in judged.items()]
    head = "| ranked by | AUC | lift at 10 % | Brier | profit per customer |\n|---|---|---|---|---|"
    counted = f"{part.cases:,} cases of {part.customers:,} customers; {100 * part.left / part.cases:.1f} % left."
    return "\n".join([counted, "", head, *lines])


def _cells(judged: Judged) -> str:
    profit = f"{judged.profit.value:.2f}" if judged.profit else "–"
    return " | ".join([*(_interval(each) for each in (judged.auc, judged.lift, judged.brier)), profit])


def _interval(found: Estimate | None) -> str:
    if found is None:
        return "–"
    return f"{found.value:.3f} ({found.low:.3f}–{found.high:.3f})" if found.low is not None else f"{found.value:.3f}"


def _origins(part: Part) -> str:
    head = (
        "| origin | customers | expected to leave | left | model | AUC | days since order | overdue ratio |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_origin(row) for row in part.rows)])


def _origin(row: Row) -> str:
    expected, left = (f"{100 * number / row.customers:.1f} %" for number in (row.expected, row.left))
    aucs = (each.auc for each in (row.forecast, row.baselines["days_since_order"], row.baselines["overdue_ratio"]))
    told = [f"{auc.value:.3f}" if auc else "–" for auc in aucs]
    return f"| {' | '.join([row.as_of.isoformat(), f'{row.customers:,}', expected, left, row.model, *told])} |"


def _tenths(part: Part) -> str:
    places = " | ".join(str(number) for number in range(1, len(part.calibration) + 1))
    expected = " | ".join(f"{100 * each.expected:.0f} %" for each in part.calibration)
    left = " | ".join(f"{100 * each.left:.0f} %" for each in part.calibration)
    rule = "|---" * (len(part.calibration) + 1)
    return f"| tenth of each origin | {places} |\n{rule}|\n| expected | {expected} |\n| left | {left} |"


def second_period(past: Past) -> str:
    """Purchase days in the hold-out period by repeat purchases before it."""
    bought = purchases(past.at(CALIBRATED), as_of=CALIBRATED)
    table = _weeks(bought)
    after = _days_bought(past)
    later = pa.array([after.get(name, 0) for name in bought.column("customer").to_pylist()]).to_numpy()
    models: dict[str, Any] = {"BG/NBD": BGNBD(), "Pareto/NBD": ParetoNBD()}
    told = {name: holdout(model.fit(table), table, later, horizon=WEEKS).to_pydict() for name, model in models.items()}
    any_of = told["BG/NBD"]
    head = "| repeat purchases in 39 weeks | customers | purchases of each in the next 39 weeks | BG/NBD | Pareto/NBD |"
    lines = [
        f"| {repeats}{'+' if repeats == MOST else ''} | {count:,} | {actual:.3f} | "
        + " | ".join(f"{each['expected'][place]:.3f}" for each in told.values()) + " |"
        for place, (repeats, count, actual) in enumerate(
            zip(any_of["repeats"], any_of["customers"], any_of["actual"], strict=True)
        )
    ]  # fmt: skip
    sums = " | ".join(f"{_sum(each, 'expected'):,.0f}" for each in told.values())
    whole = f"| together | {sum(any_of['customers']):,} | {_sum(any_of, 'actual'):,.0f} | {sums} |"
    return "\n".join([head, "|---|---|---|---|---|", *lines, whole])


def quarters(past: Past) -> str:
    """Expected revenue of 90 days with its interval, and what came, as seen from the days of the backtest."""
    lines = ["| origin | expected revenue | 95 % interval | came | |", "|---|---|---|---|---|"]
    for as_of in (date(1997, 7, 6), date(1997, 10, 4), date(1998, 1, 2), date(1998, 4, 2)):
        found = run(past, as_of=as_of, horizon=DAYS).revenue
        came = _revenue(past, as_of)
        held = "held" if found.low <= came <= found.high else "missed"
        lines.append(f"| {as_of} | {found.expected:,.0f} | {found.low:,.0f}–{found.high:,.0f} | {came:,.0f} | {held} |")
    return "\n".join(lines)


def _revenue(past: Past, as_of: date) -> float:
    """Of the horizon from `as_of` on, by those who had bought before."""
    end = as_of + timedelta(days=DAYS)
    [row] = past.at(end).run(f"""
        select coalesce(sum(revenue), 0)::double as revenue from activity where day >= date '{as_of}'
        and customer in (select customer from activity where day < date '{as_of}')
    """).to_pylist()  # fmt: skip
    return float(row["revenue"])


def _weeks(bought: pa.Table) -> pa.Table:
    """As the published figures count: until the end of the period's last day, in weeks."""
    ages = [(each - 1) / 7 for each in bought.column("age").to_pylist()]
    recencies = [each / 7 for each in bought.column("recency").to_pylist()]
    return pa.table({"frequency": bought.column("frequency"), "recency": recencies, "age": ages})


def _days_bought(past: Past) -> dict[str, int]:
    end = past.at(date(1998, 7, 1))
    query = (
        f"select customer, count(*) as days from activity where orders > 0 and day >= date '{CALIBRATED}' group by 1"
    )
    return {row["customer"]: row["days"] for row in end.run(query).to_pylist()}


def _sum(told: dict[str, list[float]], name: str) -> float:
    return sum(count * each for count, each in zip(told["customers"], told[name], strict=True))


def filled(text: str, name: str, block: str) -> str:
    """The page with what stands between the markers of `name` replaced."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not found.search(text):
        raise SystemExit(f"{PAGE.name} has no place for '{name}'.")
    return found.sub(lambda _: f"{begin}\n{block}\n{end}", text)


if __name__ == "__main__":
    main()
