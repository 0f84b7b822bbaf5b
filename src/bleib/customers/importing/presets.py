"""Programs whose exports are known: recognised by their headings, or named with --preset.

A preset says what the general words (keys.py) do not, or would get wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bleib.history.sources.keys import plain
from bleib.kernel.errors import UsageError


@dataclass(frozen=True)
class Preset:
    """`signs` are headings that only this program's export has together. `columns`: key to heading, '' for none.

    `inside` names a column with JSON, and which of its members say which key. `values` spells out a program's codes.
    """

    name: str
    label: str
    signs: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    inside: tuple[str, Mapping[str, str]] | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


# The numbers of a new shop; whoever added countries has further ones, which are left out and told.
SHOPWARE_COUNTRIES = {
    "2": "DE", "4": "AU", "5": "BE", "7": "DK", "8": "FI", "9": "FR", "10": "GR", "11": "GB", "12": "IE", "13": "IS",
    "14": "IT", "15": "JP", "16": "CA", "18": "LU", "20": "NA", "21": "NL", "22": "NO", "23": "AT", "24": "PT",
    "25": "SE", "26": "CH", "27": "ES", "28": "US", "29": "LI", "30": "PL", "31": "HU", "32": "TR", "33": "CZ",
    "34": "SK", "35": "RO", "36": "BR", "37": "IL",
}  # fmt: skip

PRESETS: dict[str, Preset] = {
    each.name: each
    for each in (
        Preset(
            "shopware5",
            "Shopware 5, customers",
            signs=("customernumber", "email", "billing_company", "billing_lastname", "customergroup"),
            columns={
                "number": "customernumber", "name": "billing_company", "vat_id": "ustid", "contact_mail": "email",
                "salutation": "billing_salutation", "first_name": "billing_firstname",
                "last_name": "billing_lastname", "department": "billing_department", "street": "billing_street",
                "postcode": "billing_zipcode", "city": "billing_city", "country": "billing_countryID",
                # The language is the number of a shop.
                "language": "",
            },
            values={"country": SHOPWARE_COUNTRIES},
        ),
        Preset(
            "shopware5-addresses",
            "Shopware 5, addresses",
            signs=("userID", "customernumber", "salutation", "firstname", "additionalAddressLine1"),
            columns={
                "number": "customernumber", "name": "company", "contact_mail": "email", "vat_id": "vatID",
                "street": "street", "country": "countryID",
            },
            values={"country": SHOPWARE_COUNTRIES},
        ),
        Preset(
            "shopware5-newsletter",
            "Shopware 5, newsletter recipients",
            signs=("email", "group", "lastmailing", "lastread"),
            columns={"contact_mail": "email", "tags": "group", "number": ""},
        ),
        Preset(
            "datev-debtors",
            "DATEV, debtors",
            signs=("Konto", "Name (Adressattyp Unternehmen)", "Adressattyp"),
            columns={
                "number": "Konto", "name": "Name (Adressattyp Unternehmen)",
                "last_name": "Name (Adressattyp natürl. Person)", "first_name": "Vorname (Adressattyp natürl. Person)",
                "full_name": "Name (Adressattyp keine Angabe)", "salutation": "Anrede", "title": "Titel/Akad. Grad",
                "vat_id": "EU-UStID", "street": "Straße", "postcode": "Postleitzahl", "city": "Ort", "country": "Land",
                "phone": "Telefon", "contact_mail": "E-Mail", "domain": "Internet", "language": "",
            },
        ),
        Preset(
            "mautic",
            "mautic, contacts",
            signs=("firstname", "lastname", "email", "company"),
            columns={"name": "company", "contact_mail": "email", "contact_phone": "mobile", "tags": "tags"},
        ),
        Preset(
            "listmonk",
            "listmonk, subscribers",
            signs=("email", "name", "attributes"),
            columns={"contact_mail": "email", "full_name": "name", "name": "", "standing": ""},
            inside=("attributes", {"city": "city", "country": "country", "language": "language", "name": "company"}),
        ),
        # HubSpot's documentation names these headings; a contact's record is not its company's.
        Preset(
            "hubspot",
            "HubSpot, companies",
            signs=("Record ID", "Company name"),
            columns={
                "number": "Record ID", "name": "Company name", "domain": "Company Domain Name", "owner": "",
                "since": "Create Date", "parent": "Parent Company", "acquired_through": "Original Source",
            },
        ),
        Preset(
            "hubspot-contacts",
            "HubSpot, contacts",
            signs=("Record ID", "First Name", "Last Name", "Email"),
            columns={
                "number": "", "name": "Associated Company", "contact_mail": "Email", "contact_phone": "Phone Number",
                "owner": "", "acquired_through": "Original Source",
            },
        ),
        Preset("generic", "any list with headings"),
    )
}  # fmt: skip


def find_preset(headings: Sequence[str], name: str | None) -> Preset:
    """The preset of that name, else the one that the headings speak for, else the generic one. Raises UsageError."""
    if name is not None:
        if name not in PRESETS:
            raise UsageError(f"--preset {name}: there is no such preset. There are: {', '.join(PRESETS)}.")
        return PRESETS[name]
    spelled = {plain(each) for each in headings}
    fitting = [each for each in PRESETS.values() if each.signs and {plain(sign) for sign in each.signs} <= spelled]
    return max(fitting, key=lambda each: len(each.signs), default=PRESETS["generic"])
