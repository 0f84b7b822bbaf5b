"""Finding customers and people by the beginnings of words: in names, numbers, towns, addresses.

The indexes are those of migration 0005: FTS5 on SQLite, GIN on PostgreSQL. Both write ä as ae and ß as ss, and leave
out accents, so Müller is found as Mueller and the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from bleib.customers.models import Contact, Contract, Customer, Product

SHORTEST, LONGEST = 2, 100
MOST_WORDS = 6
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# As the index of PostgreSQL has them, letter by letter.
EXPRESSIONS = {
    Customer: "name || ' ' || number || ' ' || vat_id || ' ' || city || ' ' || mail || ' ' || domain",
    Contact: "first_name || ' ' || last_name || ' ' || mail",
}


@dataclass(frozen=True)
class Found:
    """What the words led to, each at most `limit`."""

    customers: Sequence[Customer] = ()
    contacts: Sequence[Contact] = ()
    contracts: Sequence[Contract] = ()
    products: Sequence[Product] = ()

    def __bool__(self) -> bool:
        return any((self.customers, self.contacts, self.contracts, self.products))


def search(text: str, *, limit: int = 10) -> Found:
    """Customers and contacts with all these words, and contracts and products whose number or name begins so.

    The customer with exactly this number comes first. Nothing where less than two letters or digits are said.
    """
    words, said = folded(text), text.strip()[:LONGEST]
    if sum(map(len, words)) < SHORTEST or "\0" in text:
        return Found()
    contracts = Contract.objects.filter(_begins("number", said)).select_related("customer").order_by("number")
    products = Product.objects.filter(Q(code__istartswith=said) | Q(name__icontains=said)).order_by("code")
    return Found(
        customers=_customers(said, words, limit),
        contacts=_contacts(words, limit),
        contracts=list(contracts[:limit]),
        products=list(products[:limit]),
    )


def folded(text: str) -> list[str]:
    """The words of a text as the index has them."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("ß", "ss").translate(GERMAN)
    bare = "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))
    return re.findall(r"[^\W_]+", bare)[:MOST_WORDS]


def _customers(said: str, words: Sequence[str], limit: int) -> list[Customer]:
    exact = list(Customer.objects.filter(number__in={said, said.upper()})[:limit])
    numbers = _with_words(Customer, words, limit)
    known = {each.pk for each in exact}
    others = Customer.objects.filter(pk__in=numbers).exclude(pk__in=known).order_by("merged_into", "name", "number")
    return [*exact, *others.select_related("owner")][:limit]


def _contacts(words: Sequence[str], limit: int) -> list[Contact]:
    found = Contact.objects.filter(pk__in=_with_words(Contact, words, limit)).select_related("customer")
    return list(found.order_by("left_on", "last_name", "first_name", "pk"))


def _with_words(model: type[Customer | Contact], words: Sequence[str], limit: int) -> list[int]:
    """Primary keys of rows in which every word begins with one of these."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        query = f"select id from {table} where bleib_words({EXPRESSIONS[model]}) @@ to_tsquery('simple', %s) limit %s"
        wanted = " & ".join(f"{word}:*" for word in words)
    else:
        query = f"select rowid from {table}_words where {table}_words match %s limit %s"
        wanted = " ".join(f'"{word}"*' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _begins(field: str, said: str) -> Q:
    """Each database has one way to look for a beginning that takes the index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": said}) | Q(**{f"{field}__startswith": said.upper()})
    ways = {said, said.upper()}
    beginnings = (Q(**{f"{field}__gte": each, f"{field}__lt": f"{each}\U0010ffff"}) for each in ways)
    return next(beginnings) | next(beginnings, Q(pk=None))
