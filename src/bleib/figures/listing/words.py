"""Which values a filter can have: read from an index step by step, so that a million rows cost what a few words do."""

from __future__ import annotations

from bleib.customers.importing.load import rows_of
from bleib.customers.models import Customer

COLUMNS = ("country", "acquired_through")
MOST = 300


def known(column: str) -> list[str]:
    """The distinct words in a column of customers, sorted; at most MOST."""
    assert column in COLUMNS
    after = f"select min({column}) from customers_customer where not ({column} = '')"
    steps = f"{after} union all select ({after} and {column} > w.word) from words w where w.word is not null"
    found = f"with recursive words(word) as ({steps}) select word from words where word is not null limit {MOST}"
    return [word for (word,) in rows_of(found)]


def is_known(column: str, word: str) -> bool:
    """Whether any customer has this word, also one behind the MOST that `known` names."""
    assert column in COLUMNS
    return bool(word) and "\0" not in word and Customer.objects.filter(**{column: word}).exists()
