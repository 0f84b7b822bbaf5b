"""Sources, what they sent, and who its ids belong to."""

from bleib.ingest.models.identity import Identity, IdKind, Unclaimed
from bleib.ingest.models.parcel import Parcel
from bleib.ingest.models.rule import EventRule
from bleib.ingest.models.source import Newcomers, Source
from bleib.ingest.models.tally import Outcome, Tally
from bleib.ingest.models.waiting import Seen, Waiting

__all__ = [
    "EventRule",
    "IdKind",
    "Identity",
    "Newcomers",
    "Outcome",
    "Parcel",
    "Seen",
    "Source",
    "Tally",
    "Unclaimed",
    "Waiting",
]
