"""What other rooms may ask about events that other systems send."""

from bleib.ingest.claiming import claim_late, claim_rest
from bleib.ingest.faults import FAULTS
from bleib.ingest.forgetting import forget_seen
from bleib.ingest.models import EventRule, Newcomers, Outcome, Source, Tally
from bleib.ingest.pace import events_waiting
from bleib.ingest.receiving import keep
from bleib.ingest.rules import COLUMNS, allowed_types, change_rule
from bleib.ingest.signing import signing_key
from bleib.ingest.sources import connect, find, rekey, revoke
from bleib.ingest.summary import Summary, summary
from bleib.ingest.working import is_anything_waiting, work_off

__all__ = [
    "COLUMNS", "FAULTS", "EventRule", "Newcomers", "Outcome", "Source", "Summary", "Tally", "allowed_types",
    "change_rule", "claim_late", "claim_rest", "connect", "events_waiting", "find", "forget_seen",
    "is_anything_waiting", "keep", "rekey", "revoke", "signing_key", "summary", "work_off",
]  # fmt: skip
