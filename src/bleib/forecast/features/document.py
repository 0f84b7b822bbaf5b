"""Writes docs/features.md from the list: `python -m bleib.forecast.features.document > docs/features.md`."""

from __future__ import annotations

from bleib.forecast.features.registry import GROUPS, Feature, Group

PLACE = "../src/bleib/forecast/features"

INTRODUCTION = f"""\
# What is known of a customer

One definition for everything that judges customers: forecasts learn from it and score by it, rules and lights read the
same columns. Each group is one SELECT that can be read, in [`forecast/features/`]({PLACE}). This page is made from
their headers (`python -m bleib.forecast.features.document > docs/features.md`, and a test compares).

## As it was known

All of it is said **as of** the beginning of a local day: only what had happened before it, and was known before it.

- A fact counts from the day on which it happened, and not before it was recorded. What comes late, is corrected,
  cancelled or taken back afterwards changes nothing in what was known; a test makes up such stories and compares.
- Nobody knows when a company learned of what its first export says. What a source says on its first day is taken for
  known from when it happened, so three imported years can be learned from at once; so is what it tells later of days
  before that one and nobody had spoken of. What corrects something counts from when it was recorded.
- A list of contracts says of each on which day it ended. Nobody knew that when it began: on an earlier day an end is
  only known if it is the end of the contract's own term, if notice was given, or if it was recorded before that day.
- A later cancellation undoes a purchase only from its own day on.
- Today is seen with everything that is recorded by now, also with what was imported this morning.
- Merged customers are one, also in the past. What was erased or undone is gone, also from the past.

`null` is unknown, or does not apply: who bought once has no rhythm, who was no customer a year ago had no season then.
Days are local days; a window of 90 days is the 90 days before the day. Money is net of refunds, in the installation's
currency. A customer that a group knows nothing of has no row there, and nulls in a table of several groups.

```python
from bleib.forecast.features import features, outcomes, purchases
from bleib.history.past import past_of_facts

with past_of_facts(table) as past:  # customer, type, occurred_on, amount, product, ref ... as in facts.md
    known = features(past.at(day), as_of=day, groups=["orders", "trend"])
    became = outcomes(past.at(later), as_of=day, horizon=90, customers=known)
```

## What became of it

`outcomes` says of each customer whether it **left** within the horizon (90 days unless said otherwise). Who had a
running contract has left if none runs when the horizon is over; everybody else if nothing was bought in it. `left_on`
is the day on which the last contract ended, or on which the silence since the last purchase had lasted a horizon.
"""


def page() -> str:
    """The whole page: how it is known, and a table of each group."""
    return "\n".join([INTRODUCTION, *(_section(group) for group in GROUPS.values())])


def _section(group: Group) -> str:
    reads = " and ".join(f"`{name}`" for name in sorted(group.reads))
    return "\n".join(
        [
            f"## {group.label_en} / {group.label_de}",
            "",
            f"[`{group.name}.sql`]({PLACE}/{group.name}.sql), from {reads}.",
            "",
            "| column | | unit | what it tells |",
            "|---|---|---|---|",
            *(_row(feature) for feature in group.features),
            "",
        ]
    )


def _row(feature: Feature) -> str:
    since = f" Since `{feature.since}`." if feature.since else ""
    unit = feature.unit or feature.kind
    return f"| `{feature.name}` | {feature.label_en} / {feature.label_de} | {unit} | {feature.why_en}{since} |"


if __name__ == "__main__":
    print(page(), end="")
