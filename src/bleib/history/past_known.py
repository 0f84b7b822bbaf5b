"""When a claim counts as known: SQL over claims that say when they were recorded, and whether they are first.

Nobody knows when a company learned of what its first export says, so a claim that is `first` is taken for known from
its day on as long as `as_of` is not after `first_on`, the day on which its source spoke first. After that day a claim
is known from when it was recorded. What corrects an earlier claim is never first.

What a first claim says of the time after `as_of` is hindsight: a list of contracts names the day on which each ended,
and nobody agreed to that when it began. Such an end is left out, unless it is the end of the contract's term.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bleib.history.facts import FACTS
from bleib.history.lake import LIVE_SQL, instant

# What a fact says; the lake's own columns are spent on what is known when.
SAID = [name for name in FACTS.names if name not in ("import_id", "recorded_at", "retracted", "month")]
AGREED = "try_cast(json_extract_string(props, '$.ends_on') as date)"
TERM = "try_cast(json_extract_string(props, '$.term_months') as integer)"


@dataclass(frozen=True)
class Known:
    """The beginning of the day `as_of`, and that instant; `moment` None: everything that is recorded by now counts."""

    as_of: date
    moment: datetime | None

    def facts(self, *, singles: str, rivals: str | None) -> str:
        """SELECT over live facts with the columns SAID.

        `singles`: relation of claims that are the only one on their fact; `rivals`: of all others. Both have the
        columns of FACTS but month, and `first`, `first_on`.
        """
        parts = [f"select {self._said} from {singles} where not retracted and {self._counts}"]
        if rivals:
            claims = f"select * from {rivals} where {self._counts}"
            parts.append(f"select {self._said} from (with claims as ({claims}) {LIVE_SQL}) where not retracted")
        return " union all ".join(parts)

    @property
    def day(self) -> str:
        return f"date '{self.as_of}'"

    @property
    def _recorded(self) -> str:
        return "true" if self.moment is None else f"recorded_at < {instant(self.moment)}"

    @property
    def _counts(self) -> str:
        return f"occurred_on < {self.day} and ({self._recorded} or (first and {self.day} <= first_on))"

    @property
    def _said(self) -> str:
        return ", ".join(f"{self._props} as props" if name == "props" else name for name in SAID)

    @property
    def _props(self) -> str:
        hindsight = (
            f"type in ('contract_started', 'contract_changed') and not ({self._recorded}) and {AGREED} > {self.day} "
            f"and {AGREED} is distinct from cast(occurred_on + to_months({TERM}) as date)"
        )
        without = """cast(json_merge_patch(props, '{"ends_on": null}') as varchar)"""
        return f"case when {hindsight} then {without} else props end"
