"""Which parsed lines are facts: identical lines of overlapping sources count once, repeated positions stay.

The n-th occurrence of a line within its source is the same fact as its n-th occurrence in another source. An order that
a later source tells differently is corrected by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from bleib.history.sources import corrections

# Letters in front of numbers that say "credit note" or "cancellation" wherever they are used. Shorter ones, such as
# ST, are as often a branch in Stuttgart: they have to have a minus.
CREDIT_PREFIXES = ("GS", "GUT", "STO", "RK", "CN", "GUTSCHRIFT", "STORNO", "CREDIT", "REFUND")
# Any other prefix is that of cancellations when its lines are negative (nearly) throughout.
NEGATIVE_SHARE = 0.8
MOST_ORDERS = 0.5

# Lines that stand more than once; in most files there are none.
_REPEATED = """
CREATE TEMP TABLE repeated AS SELECT key FROM parsed WHERE verdict IS NULL GROUP BY key HAVING count(*) > 1
"""
_NONE_NUMBERED = "CREATE TEMP TABLE numbered (line_id BIGINT, nth BIGINT, kept BOOLEAN, changed BOOLEAN)"
# Those numbered within their source; of the n-th ones of all sources one is kept.
_NUMBERED = """
CREATE TEMP TABLE numbered AS
WITH nth AS (
    SELECT rowid AS line_id, key, source, file, hash(customer, occurred_at, total, quantity, cost, product) AS said,
        row_number() OVER (PARTITION BY key, file, source ORDER BY occurred_at, product, quantity, total, cost) AS nth
    FROM parsed WHERE verdict IS NULL AND key IN (SELECT key FROM repeated)
)
SELECT line_id, nth, row_number() OVER later_first = 1 AS kept, said <> first_value(said) OVER later_first AS changed
FROM nth WINDOW later_first AS (PARTITION BY key, nth ORDER BY file DESC, source DESC);
UPDATE parsed SET key = md5_number(concat_ws(' ', key, nth)) FROM numbered WHERE parsed.rowid = line_id AND nth > 1;
"""
_ONE_OF_EACH = "DELETE FROM parsed WHERE rowid IN (SELECT line_id FROM numbered WHERE NOT kept)"
# A key as the 16 bytes of a fact's id.
ID = "CAST(CAST(key AS UUID) AS BLOB)"

# A prefix of letters before a running number; ids of random letters and digits have none.
_PREFIX = "upper(regexp_extract(\"order\", '^([A-Za-z]+)[-_/. ]?[0-9][0-9/-]*$', 1))"
_PREFIXES = f"""
SELECT {_PREFIX} AS prefix, count(*) AS lines,
    count(*) FILTER (WHERE total < 0 OR quantity < 0) AS negative, bool_and(coalesce(total > 0, false)) AS positive,
    count(*) / (SELECT count(*) FROM parsed WHERE verdict IS NULL) AS share
FROM parsed WHERE verdict IS NULL AND "order" > ':' GROUP BY 1
"""
_RANDOM_IDS = 0.1

# Words of a document type that say "credit note". Without a minus throughout, or with one throughout: what is meant is
# clear. Among words that are both, it is not.
_WORDS = """
SELECT credit, count(*) / (SELECT count(*) FROM parsed WHERE verdict IS NULL) AS share,
    coalesce(min(total), min(quantity)) >= 0 AS positive, min(total) < 0 AND max(total) > 0 AS mixed
FROM parsed WHERE verdict IS NULL AND credit IS NOT NULL GROUP BY 1 ORDER BY 1
"""

# Orders whose negative lines are discounts: the order as a whole is worth something.
_DISCOUNTED = """
CREATE TABLE discounted AS
WITH reduced AS (SELECT DISTINCT "order" FROM parsed WHERE verdict IS NULL AND total < 0 AND coalesce(quantity, 1) >= 0)
SELECT "order" FROM parsed JOIN reduced USING ("order") WHERE verdict IS NULL GROUP BY "order" HAVING sum(total) > 0
"""


_NO_DISCOUNT = '("order" IS NULL OR "order" NOT IN (SELECT "order" FROM discounted))'


@dataclass(frozen=True)
class Credits:
    """What told credit notes: words of a document type. `turned` were written without a minus, and got one."""

    words: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    turned_prefixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staged:
    """What staging found out. `superseded`: older versions of lines that a later source changed or left out."""

    credits: Credits
    superseded: int


def stage(connection: duckdb.DuckDBPyConnection, *, system: str, currency: str, several: bool) -> Staged:
    """From `parsed` make `staged` (the facts' columns). `several`: there is more than one source."""
    [[repeated]] = connection.execute(_REPEATED).fetchall()
    connection.execute(_NUMBERED if repeated else _NONE_NUMBERED)
    if several:
        corrections.gather(connection)
    connection.execute(_ONE_OF_EACH)
    prefixes, turned = _credit_prefixes(connection)
    found = replace(_credit_words(connection), turned_prefixes=tuple(sorted(turned)))
    is_credit = f"{_has_prefix(prefixes)} OR {_has_word(found.words)}"
    superseded = 0
    if several:
        [[superseded]] = connection.execute("SELECT count(*) FROM numbered WHERE changed").fetchall()
        superseded += corrections.settle(connection, key_id=ID, system=_text(system), is_credit=is_credit)
    [[discounted]] = connection.execute(_DISCOUNTED).fetchall()
    no_discount = _NO_DISCOUNT if discounted else "true"  # a comparison for every line each time the view is read
    connection.execute(
        f"""
        CREATE VIEW staged AS
        SELECT {ID} AS id,
            CASE WHEN {is_credit} OR quantity < 0 OR (total < 0 AND {no_discount})
                THEN 'credit' ELSE 'order' END AS type,
            customer, CAST(NULL AS VARCHAR) AS contact, occurred_at, occurred_on,
            CAST({_signed("total", found)} AS DECIMAL(18, 4)) AS amount, $currency AS currency,
            CAST({_signed("quantity", found)} AS DECIMAL(18, 4)) AS quantity,
            cost, product, "order" AS ref, $system AS source,
            CAST(NULL AS VARCHAR) AS props
        FROM parsed WHERE verdict IS NULL
    """.replace("$currency", _text(currency)).replace("$system", _text(system))
    )
    return Staged(found, superseded)


def stage_names(connection: duckdb.DuckDBPyConnection) -> None:
    """What customers are called and where they are, by their latest line that says so."""
    connection.execute("""
        CREATE TEMP TABLE staged_names AS
        SELECT customer, max_by(name, occurred_at) AS name, max_by(country, occurred_at) AS country FROM parsed
        WHERE verdict IS NULL AND customer IS NOT NULL AND (name IS NOT NULL OR country IS NOT NULL) GROUP BY customer
    """)


def add_names(connection: duckdb.DuckDBPyConnection, relation: str, *, customer: str, name: str, country: str) -> None:
    """Complete `staged_names` from a customer list; the arguments are SQL expressions over `relation`."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE staged_names AS
        WITH listed AS (
            SELECT {customer} AS customer, any_value({name}) AS name, any_value({country}) AS country
            FROM {relation} GROUP BY 1
        ), known AS (SELECT DISTINCT customer FROM parsed WHERE verdict IS NULL AND customer IS NOT NULL)
        SELECT customer, coalesce(listed.name, s.name) AS name, coalesce(s.country, listed.country) AS country
        FROM known LEFT JOIN staged_names s USING (customer) LEFT JOIN listed USING (customer)
        WHERE coalesce(listed.name, s.name, s.country, listed.country) IS NOT NULL
    """)


def _credit_prefixes(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """Prefixes of credit numbers, and those among them whose lines are written without a minus."""
    rows = connection.execute(_PREFIXES).fetchall()
    if sum(row[4] for row in rows if not row[0]) > _RANDOM_IDS:
        return [], []
    found = [row for row in rows if row[0]]
    known = [row for row in found if row[0] in CREDIT_PREFIXES and row[4] < MOST_ORDERS]
    negative = [row for row in found if row[2] >= NEGATIVE_SHARE * row[1]]
    return [row[0] for row in {*known, *negative}], [row[0] for row in known if row[3]]


def _credit_words(connection: duckdb.DuckDBPyConnection) -> Credits:
    """Where most lines are said to be credit notes, the word means something else."""
    rows = connection.execute(_WORDS).fetchall()
    if sum(row[1] for row in rows) >= MOST_ORDERS:
        return Credits()
    words, turned = (row[0] for row in rows), (row[0] for row in rows if row[2])
    return Credits(tuple(words), tuple(turned), signed=tuple(row[0] for row in rows if not row[3]))


def _signed(column: str, found: Credits) -> str:
    """The column, negative on credit notes."""
    cases = f"WHEN {_has_word(found.signed)} THEN -abs({column})" if found.signed else ""
    if found.turned_prefixes:
        cases += f" WHEN {_has_prefix(found.turned_prefixes)} THEN -{column}"
    return f"CASE {cases} ELSE {column} END" if cases else column


def _has_word(words: Sequence[str]) -> str:
    return f"coalesce(credit IN {_list(words)}, false)" if words else "false"


def _has_prefix(prefixes: Sequence[str]) -> str:
    return f"(\"order\" > ':' AND {_PREFIX} IN {_list(prefixes)})" if prefixes else "false"


def _list(texts: Sequence[str]) -> str:
    return "(" + ", ".join(_text(each) for each in texts) + ")"


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
