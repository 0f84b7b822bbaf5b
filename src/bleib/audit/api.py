"""What other rooms may ask of the audit log."""

from bleib.audit.emptying import empty, empty_old, entries_about, was_looked_for
from bleib.audit.findings import Finding, Problem
from bleib.audit.models import Entry, Seal
from bleib.audit.origin import note_origin
from bleib.audit.recording import record
from bleib.audit.saying import saying
from bleib.audit.sealing import seal
from bleib.audit.sentences import sentence, told_changes
from bleib.audit.values import Told, declare_values
from bleib.audit.verbs import ERASED, declare
from bleib.audit.verifying import verify

__all__ = [
    "ERASED",
    "Entry",
    "Finding",
    "Problem",
    "Seal",
    "Told",
    "declare",
    "declare_values",
    "empty",
    "empty_old",
    "entries_about",
    "note_origin",
    "record",
    "saying",
    "seal",
    "sentence",
    "told_changes",
    "verify",
    "was_looked_for",
]
