"""What other rooms may ask about customers."""

from __future__ import annotations

from bleib.customers.appearing import appear
from bleib.customers.calendar import Deadline, deadlines, keep_calendar
from bleib.customers.duplicates import find_duplicates
from bleib.customers.importing.left import Left
from bleib.customers.importing.left import shown as shown_left
from bleib.customers.importing.plan import Kind, Wishes
from bleib.customers.importing.run import Imported, import_customers
from bleib.customers.importing.undo import Undone, undo_import
from bleib.customers.merging import MergeRefused, merge, merge_guards, unmerge
from bleib.customers.models import Contract, Customer
from bleib.customers.people import (
    NotYours,
    change_note,
    contact_left,
    contact_returned,
    keep_contact,
    remove_note,
    write_note,
)
from bleib.customers.recurring import contract_periods
from bleib.kernel.errors import BleibError

__all__ = [
    "Contract", "Customer", "Deadline", "Imported", "Kind", "Left", "MergeRefused", "NotYours", "Undone", "Wishes",
    "appear", "change_note", "contact_left", "contact_returned", "contract_periods", "deadlines", "find",
    "find_duplicates", "import_customers", "keep_calendar", "keep_contact", "merge", "merge_guards", "remove_note",
    "shown_left", "undo_import", "unmerge", "write_note",
]  # fmt: skip


def find(number: str) -> Customer:
    """The customer of that number, or the one it was merged into. Raises BleibError where there is none."""
    found = Customer.objects.select_related("merged_into").filter(number=number).first()
    if found is None:
        raise BleibError(f"There is no customer {number}.")
    while found.merged_into is not None:
        found = found.merged_into
    return found
