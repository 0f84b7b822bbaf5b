"""What programs say of facts, and which they ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ninja import Field, Schema
from pydantic import StrictBool, StrictInt, StringConstraints

from bleib.api.cursors import opened, sealed
from bleib.api.problems import Refused, Wrong
from bleib.api.shapes import UNSEEN, Day, Instant, Paging, Strict, Word
from bleib.history.erased import PSEUDONYM
from bleib.history.fact_types import TYPES, FactType
from bleib.history.new_fact import NewFact
from bleib.history.props import PropKind
from bleib.kernel.errors import UsageError

if TYPE_CHECKING:
    from bleib.history.timeline import Timeline, Wanted

MOST = 500
OF = "facts"
OURS = "bleib"  # the source of facts that come from Bleib's own state
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

LARGEST = 2**53 - 1  # what every reader of JSON takes exactly
Whole = Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
Value = StrictBool | Whole | Annotated[str, StringConstraints(max_length=40, pattern=UNSEEN)]
Exact = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]


class TimelineFilter(Paging):
    """Which facts of a customer; what is not said filters nothing."""

    type: list[str] = Field([], max_length=len(TYPES), description="Of these types; several: type=order&type=credit.")
    product: str = Field("", max_length=200, pattern=UNSEEN)
    since: Day | None = Field(None, description="From this local day on.")
    until: Day | None = Field(None, description="Up to this local day.")

    @property
    def wanted(self) -> Wanted:
        from bleib.history.timeline import Wanted  # loads the engine

        if unknown := [each for each in self.type if each not in TYPES]:
            what = f"There is no fact type “{unknown[0]}”. GET /api/v1/fact-types lists them."
            raise Refused(422, what, wrong=[Wrong("query.type", what)])
        return Wanted(types=self.type, product=self.product, since=self.since, until=self.until)

    @property
    def before(self) -> str | None:
        """The timeline's own cursor. Raises Refused."""
        return opened(self.cursor, OF) or None

    @staticmethod
    def next(read: Timeline) -> str | None:
        return read.before and sealed(read.before, OF)


class FactSaid(Strict):
    """Something that happened. Only ids, codes and numbers: never names, addresses or free text."""

    type: Word = Field(description="One of the registry.", examples=["usage"])
    key: Word = Field(description="Its own number within source and type.", examples=["2026-11-20/10042/reports"])
    occurred_at: Instant = Field(examples=["2026-11-20T08:30:00Z"])
    customer: Word | None = Field(None, description="The customer's number.", examples=["10042"])
    contact: Word | None = Field(None, description="Id of a contact.")
    amount: Exact | None = Field(None, description="In the installation's currency.")
    quantity: Exact | None = Field(None, examples=[3])
    product: Word | None = Field(None, description="A code.", examples=["reports"])
    ref: Word | None = Field(None, description="Number of the order, case or contract.")
    source: Word = Field("api", description="The system that says so.", examples=["portal"])
    props: Annotated[dict[str, Value], Field(max_length=20)] = Field(
        {},
        description="What else the type may say; a date as YYYY-MM-DD, codes with commas.",
        examples=[{"seconds": 40}],
    )


class FactsSaid(Schema):
    facts: list[FactSaid] = Field(min_length=1, max_length=MOST)


def new_fact(said: FactSaid, place: int) -> NewFact:
    """The fact, checked against the registry. Raises Refused, which names the place among those that were sent."""
    try:
        return _fact(said)
    except UsageError as error:
        raise Refused(422, wrong=[Wrong(f"body.facts.{place}", str(error))]) from error


def _fact(said: FactSaid) -> NewFact:
    kind = TYPES.get(said.type)
    if kind is not None and kind.concluded:
        raise UsageError(f"{said.type} is concluded by Bleib itself and cannot be written.")
    if said.source == OURS:
        raise UsageError(f"The source “{OURS}” is Bleib's own. Name the system that the fact comes from.")
    if (said.customer or "").startswith(PSEUDONYM):
        raise UsageError(f"Numbers that begin with “{PSEUDONYM}” stand for whom nobody may know any more.")
    if not EARLIEST <= said.occurred_at < LATEST:
        raise UsageError("occurred_at has to lie between 1970 and 2100.")
    told = said.model_dump(exclude={"props"})
    return NewFact(**told, props=said.props if kind is None else _props(kind, said))


def _props(kind: FactType, said: FactSaid) -> dict[str, object]:
    """Texts as what the prop is: a day, or a list of codes."""
    return {name: _typed(kind, name, value) for name, value in said.props.items()}


def _typed(kind: FactType, name: str, value: object) -> object:
    prop = kind.prop(name)
    if prop is None or not isinstance(value, str):
        return value
    if prop.kind is PropKind.CODES:
        return value.split(",")
    if prop.kind is PropKind.DATE:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
