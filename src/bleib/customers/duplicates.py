"""Customers that might be one: same VAT id, same address or web domain, similar name.

Names are compared only within blocks that share a rare word or stand side by side in the alphabet, forwards and
backwards, so a million take minutes and no hours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations

from django.db import connection, transaction
from rapidfuzz import fuzz

from bleib.customers.freemail import FREEMAIL
from bleib.customers.importing.load import load_rows, rows_of, run
from bleib.customers.legal_forms import bare_name
from bleib.customers.models import Customer, Suggestion
from bleib.customers.models.suggestion import Likeness

SIMILAR = 92.0
# More customers than this behind one VAT id, domain or word say nothing about two of them.
MOST_IN_A_BLOCK = 40
NEIGHBOURS = 3
Pair = tuple[int, int]


def find_duplicates(*, now: datetime, least: float = SIMILAR) -> int:
    """Look through all customers and keep what might be one; returns how many pairs wait for an answer.

    What somebody said are two is not asked again; what is alike no more goes.
    """
    found = _alike()
    for pair, score in similar_names(_names(), least=least):
        found.setdefault(pair, (Likeness.NAME, round(score, 1)))
    rows = ((first, second, likeness, score) for (first, second), (likeness, score) in found.items())
    with transaction.atomic():
        load_rows(rows, name="alike", columns={"a": "bigint", "b": "bigint", "likeness": "text", "score": "real"})
        table = "customers_suggestion"
        same = f"alike.a = {table}.first_id and alike.b = {table}.second_id"
        run(f"delete from {table} where refused_at is null and not exists (select 1 from alike where {same})")
        run(f"update {table} set likeness = alike.likeness, score = alike.score from alike where {same}")
        run(
            f"insert into {table} (first_id, second_id, likeness, score, found_at) select a, b, likeness, score, %s "
            f"from alike where not exists (select 1 from {table} where {same})",
            [now],
        )
    return Suggestion.objects.filter(refused_at=None).count()


def _alike() -> dict[Pair, tuple[str, float]]:
    """Pairs that share an id or address, each with its strongest reason."""
    found: dict[Pair, tuple[str, float]] = {}
    free = ", ".join(f"'{each}'" for each in sorted(FREEMAIL))
    current = "from customers_customer c where c.merged_into_id is null"
    mails = (
        "select p.customer_id as id, p.mail as word from customers_contact p join customers_customer c "
        f"on c.id = p.customer_id where p.mail <> '' and c.merged_into_id is null union select c.id, c.mail "
        f"{current} and c.mail <> ''"
    )
    at = "strpos(word, '@')" if connection.vendor == "postgresql" else "instr(word, '@')"
    domains = (
        f"select id, substr(word, {at} + 1) as word from ({mails}) m where substr(word, {at} + 1) not in ({free}) "
        f"union select c.id, c.domain {current} and c.domain <> ''"
    )
    for likeness, words in (
        (Likeness.VAT_ID, f"select c.id, c.vat_id as word {current} and c.vat_id <> ''"),
        (Likeness.MAIL, mails),
        (Likeness.DOMAIN, domains),
    ):
        for pair in _sharing(words):
            found.setdefault(pair, (likeness.value, 100.0))
    return found


def _sharing(words: str) -> Iterator[Pair]:
    shared = f"select word from ({words}) w group by word having count(*) between 2 and {MOST_IN_A_BLOCK}"
    blocks: dict[str, list[int]] = defaultdict(list)
    for word, id in rows_of(f"select w.word, w.id from ({words}) w join ({shared}) s on s.word = w.word"):
        blocks[word].append(id)
    for members in blocks.values():
        yield from combinations(sorted(members), 2)


def _names() -> Iterable[tuple[int, str]]:
    rows = Customer.objects.current().filter(is_person=False).exclude(name="").values_list("id", "name")
    return ((id, bare_name(name)) for id, name in rows.iterator(chunk_size=20_000))


def similar_names(names: Iterable[tuple[int, str]], *, least: float = SIMILAR) -> Iterator[tuple[Pair, float]]:
    """Pairs of ids whose bare names are alike by at least `least` of 100, whatever the order of their words."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for id, name in names:
        by_name[name].append(id)
    for members in by_name.values():
        yield from ((pair, 100.0) for pair in combinations(sorted(members[:MOST_IN_A_BLOCK]), 2))
    distinct = sorted(by_name)
    for one, other in _candidates(distinct):
        score = fuzz.token_sort_ratio(distinct[one], distinct[other], score_cutoff=least)
        if score:
            first, second = by_name[distinct[one]][0], by_name[distinct[other]][0]
            yield (min(first, second), max(first, second)), score


def _candidates(distinct: list[str]) -> Iterator[Pair]:
    """Places of names to compare, each pair once."""
    seen: set[int] = set()
    size = len(distinct)
    for one, other in _neighbours(distinct):
        key = one * size + other
        if key not in seen:
            seen.add(key)
            yield one, other
    for block in _rare_words(distinct):
        for one, other in combinations(block, 2):
            key = one * size + other
            if key not in seen:
                seen.add(key)
                yield one, other


def _neighbours(distinct: list[str]) -> Iterator[Pair]:
    """A slip of the pen at the end leaves names side by side, one at the beginning does when read backwards."""
    backwards = sorted(range(len(distinct)), key=lambda place: distinct[place][::-1])
    for order in (range(len(distinct)), backwards):
        for step in range(1, NEIGHBOURS + 1):
            for one, other in zip(order, order[step:], strict=False):
                yield (one, other) if one < other else (other, one)


def _rare_words(distinct: list[str]) -> Iterator[list[int]]:
    """Blocks of names that share a word which few names have."""
    counts = Counter(word for name in distinct for word in set(name.split()))
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(distinct):
        for word in set(name.split()):
            if 1 < counts[word] <= MOST_IN_A_BLOCK and len(word) > 2:
                blocks[word].append(place)
    yield from blocks.values()
