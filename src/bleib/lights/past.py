"""The rules of today, judged on earlier days: what a backtest compares with what really happened."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa

from bleib.customers.attributes import attributes
from bleib.history.engine import DuckDBEngine
from bleib.lights import verdicts
from bleib.lights.definition import Definition
from bleib.lights.stored import stored_definition
from bleib.lights.vocabulary import vocabulary
from bleib.outlook.api import SCHEMA

# Everybody who had bought or agreed on something by then, with the record as it is now.
THEN = """
select bought.customer, record.* exclude (customer)
from (
    select customer from customers where first_on is not null
    union
    select customer from contracts
) as bought
left join record on record.customer = bought.customer
"""


def colours_at(
    engine: DuckDBEngine, as_of: date, *, outlook: pa.Table | None = None, definition: Definition | None = None
) -> pa.Table:
    """customer, light, since: how today's rules (or `definition`) would have judged at the beginning of `as_of`.

    `engine`: one that a past opened at `as_of`. Facts and forecasts (`outlook`: columns of outlook.api.SCHEMA; without
    it nobody meets a rule about the forecast) are those of that day. The customers' records - country, tags, owner -
    are as they are now, because nobody keeps old ones.
    """
    asked = verdicts.Questions.of(definition or stored_definition(), vocabulary())
    engine.give("record", attributes(asked.fields, former=True))
    return verdicts.lights(
        engine,
        asked,
        as_of=as_of - timedelta(days=1),
        attributes=engine.run(THEN),
        outlook=SCHEMA.empty_table() if outlook is None else outlook,
    )
