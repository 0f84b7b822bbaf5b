"""What a look at an upload's first lines gave: tables with samples, and for each key the column that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SHOWN_ROWS = 6


@dataclass(frozen=True)
class SeenTable:
    """One file or sheet. `said`: for each column the label of its key, or nothing; `unused` headings are not read."""

    name: str
    role: str
    headings: Sequence[str]
    said: Sequence[str]
    rows: Sequence[Sequence[str]]
    unused: Sequence[str] = ()


@dataclass(frozen=True)
class Choice:
    """One thing a line can say, and the column that was taken for it: its heading, '' for none."""

    key: str
    label: str
    column: str = ""
    by: str = ""  # heading | values | user
    samples: Sequence[str] = ()


@dataclass(frozen=True)
class Seen:
    """`problem` says why the files cannot be read as they are wished for; then `choices` are a first guess.

    `dates`: a date of the sample that may be two days, as long as nobody said which. `currency` is the one in which
    this installation counts already.
    """

    kind: str
    tables: Sequence[SeenTable]
    choices: Sequence[Choice]
    headings: Sequence[str]
    problem: str = ""
    dates: str = ""
    currency: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


def headings_of(tables: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Every heading once, in the order of the columns."""
    return tuple(dict.fromkeys(heading for columns in tables for heading in columns))
