"""What follows from what: when this fact happens, call these handlers; when the history changes, tell these listeners.

The one place where rooms meet that do not know each other. A handler acts once per fact, in one transaction, and only
while the fact is fresh; a listener hears of every change and recomputes (docs/flow.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bleib.config.rescoring import rescore_or_later
from bleib.customers.api import appear
from bleib.figures.api import refresh_figures, show_lights
from bleib.figures.measurement import measure_on_change
from bleib.history.fact_types import TYPES
from bleib.history.upkeep import refresh_activity_soon
from bleib.history.wiring import Handler, Listener, Wiring
from bleib.lights.api import judge_changed
from bleib.segments import api as segments
from bleib.webhooks.api import FRESH, wanted_types, write_messages

TELLS = Handler("webhooks", act=write_messages, fresh=FRESH, wants=wanted_types)


def lights_changed(customers: Sequence[int] | None) -> None:
    """Lists show these customers' lights (primary keys; None: everybody's), and segments ask for them."""
    show_lights(customers)
    segments.lights_changed(customers)


WHEN: Mapping[str, Sequence[Handler]] = dict.fromkeys(TYPES, (TELLS,))

ON_CHANGE: Sequence[Listener] = (
    Listener("customers-appear", run=appear, first=True),  # a handler finds the customer of its fact
    Listener("outlook", run=rescore_or_later),  # before the lights that read it
    Listener("lights", run=partial(judge_changed, then=lights_changed)),
    Listener("segments", run=segments.fill_changed),
    Listener("customer-figures", run=refresh_figures),
    Listener("activity", run=refresh_activity_soon, sums_up=True),
    Listener("measure", run=measure_on_change, sums_up=True),
)

WIRING = Wiring(WHEN, ON_CHANGE)
