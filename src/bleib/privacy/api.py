"""What other rooms may ask of privacy."""

from bleib.privacy.erasing import complete_erasures, erase, replay_erasures, request_erasure
from bleib.privacy.exporting import export_person
from bleib.privacy.keeping import LetGo, apply_retention, shown
from bleib.privacy.models import Erasure
from bleib.privacy.page import person_page
from bleib.privacy.people import Person
from bleib.privacy.previewing import Line, preview_erasure
from bleib.privacy.stores import Store
from bleib.privacy.stores import register as register_store

__all__ = [
    "Erasure",
    "LetGo",
    "Line",
    "Person",
    "Store",
    "apply_retention",
    "complete_erasures",
    "erase",
    "export_person",
    "person_page",
    "preview_erasure",
    "register_store",
    "replay_erasures",
    "request_erasure",
    "shown",
]
