"""The demo company: invented customers with planted stories, exported as messily as a real ERP would."""

from bleib.demo.company import Company, Line, demo_company
from bleib.demo.customers import Customer
from bleib.demo.exports import MARKER, folder_name, write_exports
from bleib.demo.stories import Story
from bleib.demo.truth import Truth, truth_of

__all__ = [
    "MARKER",
    "Company",
    "Customer",
    "Line",
    "Story",
    "Truth",
    "demo_company",
    "folder_name",
    "truth_of",
    "write_exports",
]
