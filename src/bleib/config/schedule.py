"""What happens by itself: what, how often or when, and in which lane. Times of day are the installation's.

A recurring task never fails for good; it waits longer and longer, up to minutes, and `bleib status` says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from bleib.api.following import is_unsettled, settle_all
from bleib.api.once import forget_answers
from bleib.audit.api import Entry, seal
from bleib.config.rescoring import rescore_kept
from bleib.config.wiring import WIRING, lights_changed
from bleib.customers.api import find_duplicates, keep_calendar
from bleib.figures.api import assumptions, is_everybody_due, refresh_everybody, refresh_recurring
from bleib.figures.counting import look_for_codes
from bleib.figures.measurement import measure, measure_again, measure_daily
from bleib.history.api import append_pending
from bleib.history.backlog import is_about_to_hear, is_append_due, is_change_new
from bleib.history.completing import complete_imports, is_import_open
from bleib.history.delivery import deliver, distribute, forget_deliveries, tell
from bleib.history.upkeep import compact_history, compact_if_many, forget_changes, forget_touched, refresh_activity
from bleib.ingest.api import claim_late, claim_rest, forget_seen, is_anything_waiting, work_off
from bleib.lights import api as lights
from bleib.monthly.api import is_due, is_queued, make_due, send_queued, send_test
from bleib.outlook import api as outlook
from bleib.privacy.api import Erasure, apply_retention, complete_erasures
from bleib.pulls.api import is_pull_due, run_pull, start_due, try_pull
from bleib.segments import api as segments
from bleib.uploads.api import import_upload, tidy_uploads, try_upload, undo_import
from bleib.webhooks.api import is_due as is_message_due
from bleib.webhooks.api import send_due
from bleib.worker.api import Daily, Every, Lane, OnDemand, tidy


def shown_at(engine: Any, as_of: date, *, outlook: Any) -> Any:
    """For the record of the lights: which each customer showed on a day, and which segments it belonged to."""
    shown = lights.colours_at(engine, as_of, outlook=outlook)
    return shown.join(segments.keys_at(engine, as_of), "customer", use_threads=False)


def is_anybody_left_marked(now: datetime) -> bool:
    """Whether somebody has to be looked at for segments whom the next change does not have looked at as well."""
    return segments.is_anybody_marked(now) and not is_about_to_hear("segments")


# What the forecast needs of rooms above its own.
FORECAST = outlook.Given(
    figures=assumptions,
    lights=shown_at,
    propose=partial(lights.adopt_thresholds, by=None),
)

SCHEDULE: Sequence[Every | Daily] = (
    Every(seconds=0.25, task="append-pending", run=append_pending, needed=is_append_due),
    Every(seconds=1, task="ingest", run=work_off, needed=is_anything_waiting, lane=Lane.INGEST),
    Every(seconds=0.25, task="distribute", run=partial(distribute, WIRING), needed=is_change_new),
    Every(seconds=1, task="send-webhooks", run=send_due, needed=is_message_due, lane=Lane.CALLS),
    Every(seconds=10, task="start-pulls", run=start_due, needed=is_pull_due),
    Every(seconds=60, task="seal-audit-log", run=seal, needed=lambda _now: Entry.objects.unsealed().exists()),
    Every(
        seconds=60,
        task="erase",
        run=complete_erasures,
        needed=lambda _now: Erasure.objects.open().exists(),
        lane=Lane.LONG,
    ),
    Every(seconds=60, task="complete-imports", run=complete_imports, needed=is_import_open, lane=Lane.LONG),
    Every(seconds=300, task="compact-many-files", run=compact_if_many, lane=Lane.LONG),
    Every(seconds=30, task="customer-figures", run=refresh_everybody, needed=is_everybody_due, lane=Lane.LONG),
    Every(
        seconds=30,
        task="lights",
        run=partial(lights.judge_everybody, then=lights_changed),
        needed=lights.is_everybody_due,
        lane=Lane.LONG,
    ),
    Every(
        seconds=5,
        task="lights-edited",
        run=partial(lights.judge_edited, then=lights_changed),
        needed=lights.is_anybody_edited,
        lane=Lane.FEED,
    ),
    Every(
        seconds=30,
        task="segments",
        run=segments.fill_everybody,
        needed=segments.is_everybody_due,
        lane=Lane.LONG,
    ),
    Every(seconds=2, task="read-models", run=outlook.read_ahead, needed=outlook.is_unread, lane=Lane.MODELS),
    Every(
        seconds=60,
        task="segments-past",
        run=segments.look_back,
        needed=segments.is_look_back_due,
        lane=Lane.MODELS,
    ),
    Every(
        seconds=20,
        task="segments-counted",
        run=segments.count_segments,
        needed=segments.is_count_due,
        lane=Lane.LONG,
    ),
    Every(
        seconds=5,
        task="segments-edited",
        run=segments.fill_edited,
        needed=segments.is_anybody_edited,
        lane=Lane.FEED,
    ),
    Every(seconds=1, task="segments-marked", run=segments.fill_marked, needed=is_anybody_left_marked, lane=Lane.FEED),
    Every(seconds=3600, task="forget-touched", run=forget_touched),
    Every(seconds=3600, task="tidy", run=tidy),
    Every(seconds=3600, task="forget-answers", run=forget_answers),
    Every(seconds=900, task="settle-changes", run=settle_all, needed=lambda _now: is_unsettled()),
    Every(seconds=3600, task="forget-seen", run=forget_seen),
    Every(seconds=3600, task="claim-events", run=claim_late, lane=Lane.INGEST),
    Every(seconds=3600, task="tidy-uploads", run=tidy_uploads),
    Every(seconds=60, task="monthly-report", run=make_due, needed=is_due),
    Every(seconds=20, task="monthly-mail", run=send_queued, needed=is_queued, lane=Lane.LONG),
    Daily(at="00:05", task="contract-calendar", run=keep_calendar),
    Daily(at="00:10", task="recurring-revenue", run=refresh_recurring),
    Daily(at="00:15", task="lights-due", run=partial(lights.judge_due, then=lights_changed)),
    Daily(at="00:20", task="segments-due", run=segments.fill_due, lane=Lane.LONG),
    Daily(at="02:00", task="retention", run=apply_retention),
    Daily(at="02:15", task="forget-changes", run=forget_changes),
    Daily(at="02:30", task="forget-deliveries", run=partial(forget_deliveries, WIRING)),
    Daily(at="03:30", task="compact", run=compact_history),
    Daily(at="03:45", task="find-duplicates", run=find_duplicates),
    Daily(at="04:00", task="measure-daily", run=measure_daily, lane=Lane.FIGURES),
    Daily(at="04:30", task="forecast", run=partial(outlook.make, FORECAST), lane=Lane.MODELS),
    Daily(at="05:00", task="backtest", run=partial(outlook.judge_weekly, FORECAST), lane=Lane.MODELS),
)

# Done when somebody enqueues a job for it.
ON_DEMAND: Sequence[OnDemand] = (
    OnDemand(task="monthly-test", run=send_test, lane=Lane.LONG),
    OnDemand(task="tell", run=partial(tell, WIRING), lane=Lane.FEED),
    OnDemand(task="deliver", run=partial(deliver, WIRING), lane=Lane.FEED),
    OnDemand(task="rescore-kept", run=partial(rescore_kept, then=lights_changed), lane=Lane.FEED),
    OnDemand(task="refresh-activity", run=refresh_activity, lane=Lane.FIGURES),
    OnDemand(task="pull", run=run_pull, lane=Lane.PULLS),
    OnDemand(task="claim-rest", run=claim_rest, lane=Lane.INGEST),
    OnDemand(task="try-pull", run=try_pull, lane=Lane.PULLS),
    OnDemand(task="try-upload", run=try_upload, lane=Lane.LONG),
    OnDemand(task="import-upload", run=import_upload, lane=Lane.LONG),
    OnDemand(task="undo-import", run=undo_import, lane=Lane.LONG),
    OnDemand(task="measure", run=measure, lane=Lane.FIGURES),
    OnDemand(task="look-for-codes", run=look_for_codes, lane=Lane.LONG),
    OnDemand(task="measure-again", run=measure_again, lane=Lane.FIGURES),
    OnDemand(task="forecast-soon", run=partial(outlook.make, FORECAST), lane=Lane.MODELS),
    OnDemand(task="backtest-soon", run=partial(outlook.judge_past, FORECAST), lane=Lane.MODELS),
)

ALL: Sequence[OnDemand] = (*SCHEDULE, *ON_DEMAND)
