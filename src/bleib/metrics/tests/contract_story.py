"""The same small company's contracts and what its customers use, told so that every test can be checked by reading.

Adler pays more from March 2024 on; Brandt's contract ends in May; Conrad left in 2023 and comes back in August; Dorn
is new in September; Eder has two contracts, of which one ends in July; Funk comes and goes within the year; the
contract of Gans ends on the very day on which the year begins.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from bleib.history.tables import CONTRACTS, FEATURES, TOUCHPOINTS
from bleib.metrics.tests.story import NOBODY, STORY, Row


def runs(customer: str, start: str, end: str | None, amount: str | int | None, *, contract: str = "1") -> Row:
    """A stretch of a contract."""
    return {
        "customer": customer,
        "contract": f"{customer}-{contract}",
        "start_on": date.fromisoformat(start),
        "end_on": end and date.fromisoformat(end),
        "amount": None if amount is None else Decimal(amount),
    }


def contracts(*rows: Row) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=CONTRACTS)


def chose(customer: str | None, day: str, *names: str, kind: str = "used") -> list[Row]:
    """What a customer used (or bought) on a day."""
    at = date.fromisoformat(day)
    return [{"customer": customer, "day": at, "kind": kind, "feature": name, "times": 1} for name in names]


def features(*rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist([row for each in rows for row in each], schema=FEATURES)


def met(customer: str | None, day: str, touchpoint: str, *, times: int = 1, nps: int | None = None) -> Row:
    """A touchpoint of a customer on a day; an answer to the NPS question has a score."""
    answered = {"answers": nps is not None, "promoters": (nps or 0) >= 9, "detractors": nps is not None and nps <= 6}
    counts = {name: int(value) for name, value in answered.items()}
    return {"customer": customer, "day": date.fromisoformat(day), "touchpoint": touchpoint, "times": times, **counts}


def touchpoints(*rows: Row) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=TOUCHPOINTS)


CONTRACT_STORY = contracts(
    runs("Adler", "2023-01-01", "2024-03-01", 100),
    runs("Adler", "2024-03-01", None, 150),
    runs("Brandt", "2023-06-01", "2024-05-01", 200),
    runs("Conrad", "2023-01-01", "2023-06-01", 80),
    runs("Conrad", "2024-08-01", None, 60, contract="2"),
    runs("Dorn", "2024-09-01", None, 300),
    runs("Eder", "2023-02-01", None, 50),
    runs("Eder", "2023-03-01", "2024-07-01", 70, contract="2"),
    runs("Funk", "2024-02-01", "2024-06-01", 40),
    runs("Gans", "2022-01-01", "2024-01-01", 10),
)

FEATURE_STORY = features(
    chose("Adler", "2024-02-01", "export", "import", "search"),
    chose("Adler", "2024-05-01", "import"),
    chose("Adler", "2024-09-01", "export"),
    chose("Brandt", "2024-03-01", "search"),
    chose("Dorn", "2024-08-01", "search", "share"),
    chose("Adler", "2024-04-01", "paper", kind="bought"),
    chose("Adler", "2024-10-01", "ink", kind="bought"),
    chose(None, "2024-10-01", "pens", kind="bought"),
)

# Adler looks around, buys, needs help and recommends; Brandt buys through sales and is disappointed; Conrad has had a
# contract for long; Dorn only looked; Eder bought twice and was gone.
TOUCHPOINT_STORY = touchpoints(
    met("Adler", "2024-02-20", "visit", times=2),
    met("Adler", "2024-03-10", "order"),
    met("Adler", "2024-03-20", "visit"),
    met("Adler", "2024-04-01", "case_opened"),
    met("Adler", "2024-10-01", "promoter", nps=9),
    met("Adler", "2024-10-05", "order"),
    met("Brandt", "2024-03-05", "visit"),
    met("Brandt", "2024-03-15", "deal_opened"),
    met("Brandt", "2024-04-04", "order"),
    met("Brandt", "2024-04-24", "answer", nps=3),
    met("Conrad", "2023-01-01", "contract_started"),
    met("Conrad", "2024-05-01", "usage", times=5),
    met("Conrad", "2024-06-01", "contract_changed"),
    met("Conrad", "2024-11-01", "notice_given"),
    met("Dorn", "2024-12-01", "visit"),
    met("Eder", "2024-04-20", "order"),
    met("Eder", "2024-05-05", "order"),
    met(None, "2024-05-05", "order"),
)

GIVEN = {
    "activity": STORY, "contracts": CONTRACT_STORY, "features": FEATURE_STORY, "touchpoints": TOUCHPOINT_STORY,
}  # fmt: skip
NOTHING = {"activity": NOBODY, "contracts": contracts(), "features": features(), "touchpoints": touchpoints()}


def many_contracts() -> pa.Table:
    """400 contracts of 200 customers, some without end, some without amount, with changes on the day."""
    dice = random.Random(2025)
    rows = []
    for number in range(400):
        start = date(2022, 1, 1) + timedelta(dice.randrange(1000))
        for stretch in range(dice.choice([1, 1, 2, 4])):
            end = None if dice.random() < 0.3 else start + timedelta(dice.randrange(0, 400))
            money = None if dice.random() < 0.02 else str(Decimal(dice.randrange(100, 99999)) / 1000)
            contract = f"{number}-{stretch}"
            rows.append(runs(f"C{number % 200:03}", str(start), str(end) if end else None, money, contract=contract))
            start = end or start + timedelta(30)
    return contracts(*rows)


def many_features() -> pa.Table:
    """900 times 60 customers used or bought one of 12 things in 2024."""
    dice = random.Random(2026)
    days = [str(date(2024, 1, 1) + timedelta(dice.randrange(360))) for _ in range(900)]
    return features(
        *(
            chose(f"C{dice.randrange(60)}", day, f"F{dice.randrange(12)}", kind=dice.choice(["used", "bought"]))
            for day in days
        )
    )


def many_touchpoints() -> pa.Table:
    """2,000 touchpoints of 80 customers over two years, often several a day."""
    dice = random.Random(2027)
    kinds = ["order", "order", "visit", "visit", "usage", "answer", "promoter", "case_opened", "credit", "notice_given"]
    rows = {}
    for _ in range(2000):
        customer, kind = f"C{int(dice.paretovariate(0.7)) % 80:03}", dice.choice(kinds)
        day, score = str(date(2023, 1, 1) + timedelta(dice.randrange(730))), {"promoter": 9, "answer": 4}.get(kind)
        rows[customer, day, kind] = met(customer, day, kind, times=dice.randrange(1, 9), nps=score)
    return touchpoints(*rows.values())
