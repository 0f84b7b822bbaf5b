"""Customers, people there, contracts, products."""

from bleib.customers.models.contact import Contact, ContactRole
from bleib.customers.models.contract import Contract
from bleib.customers.models.custom import CustomField, CustomValue
from bleib.customers.models.customer import Customer
from bleib.customers.models.imports import CustomerImport, Overwritten
from bleib.customers.models.merge import Merge
from bleib.customers.models.note import Note
from bleib.customers.models.product import Product, ProductGroup
from bleib.customers.models.standing import Standing
from bleib.customers.models.suggestion import Suggestion
from bleib.customers.models.tag import Tag
from bleib.customers.models.version import ContractVersion

__all__ = [
    "Contact",
    "ContactRole",
    "Contract",
    "ContractVersion",
    "CustomField",
    "CustomValue",
    "Customer",
    "CustomerImport",
    "Merge",
    "Note",
    "Overwritten",
    "Product",
    "ProductGroup",
    "Standing",
    "Suggestion",
    "Tag",
]
