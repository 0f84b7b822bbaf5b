"""Orders that several sources of one reading hold: a later export of an order replaces the lines of an earlier one.

The same rules as between imports (../supersede.sql), so that reading files together gives what importing them one after
the other gives. Sources come in the order of their files, and those of a source column in the order of their values.
"""

from __future__ import annotations

import duckdb

# Orders that the sources tell differently. Most are whole in one source or the same in all, and need no further look.
_CONTESTED = """
CREATE TEMP TABLE contested AS
WITH exports AS (
    SELECT "order", file, source, count(*) AS lines, bit_xor(hash(key)) AS ids
    FROM parsed WHERE verdict IS NULL AND "order" IS NOT NULL GROUP BY 1, 2, 3
)
SELECT "order" FROM exports GROUP BY 1
HAVING count(*) > 1 AND (min(lines) <> max(lines) OR min(ids) <> max(ids));
"""

# Every source's lines of them, the first source's as version 1, with the time that the source speaks of.
_VERSIONS = """
CREATE TEMP TABLE versions AS
WITH covered AS (
    SELECT file, source, min(occurred_at) AS since, max(occurred_at) AS until
    FROM parsed WHERE verdict IS NULL AND EXISTS (FROM contested) GROUP BY 1, 2
)
SELECT key, "order", product, credit, quantity, total, occurred_on, occurred_at, since, until,
    dense_rank() OVER (PARTITION BY "order" ORDER BY line.file, line.source) AS version
FROM (FROM parsed SEMI JOIN contested USING ("order") WHERE verdict IS NULL) AS line
JOIN covered ON covered.file = line.file AND covered.source IS NOT DISTINCT FROM line.source;
"""

# A negative line of an order that is worth something as a whole is a discount, see identity.
_STANDING = """
CREATE TEMP TABLE staged_versions AS
SELECT key, {id} AS id, "order" AS ref, product, occurred_on, occurred_at, since, until, version, {system} AS source,
    CASE WHEN {is_credit} OR quantity < 0
        OR (total < 0 AND NOT coalesce(sum(total) OVER (PARTITION BY "order", version) > 0, false))
        THEN 'credit' ELSE 'order' END AS type
FROM versions;
CREATE TEMP TABLE standing AS FROM staged_versions WHERE version = 1;
"""

# One more version of each order, against what stands of the versions before it; see the steps in supersede.sql.
_TURN = """
CREATE OR REPLACE TEMP TABLE newer AS FROM staged_versions WHERE version = {version};
CREATE OR REPLACE TEMP TABLE replaced AS
WITH again AS (
    SELECT old.ref, old.type FROM standing old SEMI JOIN newer ON newer.key = old.key
    UNION
    SELECT old.ref, old.type FROM standing old SEMI JOIN newer
        ON newer.ref = old.ref AND newer.type = old.type AND newer.product = old.product
        AND newer.occurred_on = old.occurred_on
),
days AS (
    SELECT ref, type, occurred_on FROM newer SEMI JOIN again USING (ref, type)
    UNION
    SELECT ref, type, occurred_on FROM staged_versions SEMI JOIN newer USING (key) WHERE version < {version}
),
exports AS (SELECT DISTINCT ref, since, until FROM newer)
SELECT old.key FROM standing old SEMI JOIN again USING (ref, type) JOIN exports ON exports.ref = old.ref
LEFT JOIN days ON days.ref = old.ref AND days.type = old.type AND days.occurred_on = old.occurred_on
WHERE days.ref IS NOT NULL OR old.occurred_at BETWEEN exports.since AND exports.until;
DELETE FROM standing WHERE key IN (FROM replaced UNION SELECT key FROM newer);
INSERT INTO standing FROM newer;
"""


def gather(connection: duckdb.DuckDBPyConnection) -> None:
    """From `parsed`, which still holds every source's lines, make `versions`: orders that sources tell differently."""
    connection.execute(_CONTESTED + _VERSIONS)


def settle(connection: duckdb.DuckDBPyConnection, *, key_id: str, system: str, is_credit: str) -> int:
    """Delete from `parsed` what a later source replaces; returns how many lines that were.

    `key_id`, `system` and `is_credit` are SQL expressions over a line: its id, its system, whether it is known as a
    credit. Leaves `staged_versions`, all that was said of these orders, for the comparison with the lake.
    """
    connection.execute(_STANDING.format(id=key_id, system=system, is_credit=is_credit))
    [[last]] = connection.execute("SELECT coalesce(max(version), 1) FROM versions").fetchall()
    for version in range(2, last + 1):
        connection.execute(_TURN.format(version=version))
    [[count]] = connection.execute(
        "DELETE FROM parsed WHERE verdict IS NULL AND key IN (SELECT key FROM versions ANTI JOIN standing USING (key))"
    ).fetchall()
    return int(count)
