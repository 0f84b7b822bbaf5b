"""One table of texts becomes typed values, with every cell that was not understood in `rejected`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from bleib.customers.importing.keys import KEYS, Form
from bleib.customers.importing.lookups import LOOKUPS
from bleib.customers.importing.plan import Kind, TablePlan
from bleib.history.sources.cleaning import cleaned_sql
from bleib.history.sources.dates import DateStyle, instant_sql
from bleib.history.sources.lines import literal
from bleib.history.sources.numbers import number_sql

# None of these has more than six characters.
NOTHING = ("null", "none", "nan", "n/a", "#n/a", "(null)", "\\n", "-", "")
REJECTED = """
CREATE TEMP TABLE IF NOT EXISTS rejected (
    file INTEGER, line BIGINT, key VARCHAR, value VARCHAR, reason VARCHAR, whole BOOLEAN
)
"""
LONGEST = {
    "number": 200, "name": 300, "street": 200, "postcode": 20, "city": 120, "country": 2, "industry": 120,
    "acquired_through": 60, "register_number": 60, "register_court": 120, "phone": 60, "contact_phone": 60,
    "title": 60, "first_name": 120, "last_name": 120, "full_name": 240, "position": 120, "department": 120,
    "contract": 200, "product": 200, "product_name": 300, "product_group": 200, "parent": 200, "referred_by": 200,
    "tags": 600, "currency": 3,
}  # fmt: skip
ADDRESS = r"""[^@\s,;<>"]{1,64}@[^@\s,;<>"]+\.[^@\s,;<>".]{2,63}"""
_MONTHS = r"^(\d{1,4})\s*(m|mo|mon|monate?|months?)?\.?$"
SEVERAL = (Form.PART, Form.WORDS)


def type_table(
    connection: Any, plan: TablePlan, file: int, *, time_zone: str, cleared: frozenset[str] = frozenset()
) -> str:
    """Make the temp table `typed_N`: `line`, and a column for each key that the table says; returns its name.

    Of the keys in `cleared` an empty cell is an empty text, which empties what is known.
    """
    connection.execute(REJECTED)
    keys = sorted(plan.says)
    source, texts, name = f"cut_{file}", f"texts_{file}", f"typed_{file}"
    cut = ", ".join(f"{_cut(plan, key)} AS {key}" for key in keys)
    connection.execute(
        f"CREATE TEMP VIEW {source} AS SELECT line + {plan.above} AS line, {cut} FROM {plan.table.relation}"
    )
    nothing = ", ".join(literal(word) for word in NOTHING)
    shown = ", ".join(
        f"CASE WHEN strlen({key}) > 6 OR lower({key}) NOT IN ({nothing}) THEN {key} END AS {key}" for key in keys
    )
    connection.execute(f"CREATE TEMP TABLE {texts} AS SELECT line, {shown} FROM {source}")
    looked = [
        key for key in keys if KEYS[key].form in LOOKUPS and KEYS[key].form is not Form.MAIL and not _several(key)
    ]
    for key in looked:
        _look_up(connection, plan, key, texts=texts)
    joins = " ".join(f"LEFT JOIN found_{key}_{texts} ON found_{key}_{texts}.value = t.{key}" for key in looked)
    forms = {key: _typed(plan, key, texts, looked=key in looked, time_zone=time_zone) for key in keys}
    forms |= {key: f"CASE WHEN t.{key} IS NULL THEN '' ELSE {forms[key]} END" for key in keys if key in cleared}
    typed = ", ".join(f"{form} AS {key}" for key, form in forms.items())
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT t.line, {typed} FROM {texts} t {joins}")
    for key in keys:
        _reject_cells(connection, key, file=file, texts=texts, typed=name)
    _reject_rows(connection, plan, file)
    connection.execute(f"DROP TABLE {texts}")
    return name


def own_cells(typed: Sequence[tuple[int, TablePlan, str]], time_zone: str) -> list[tuple[int, int, str, str, str, str]]:
    """The cells of the company's own fields, as `stage_own` takes them."""
    return [
        (file, plan.above, plan.table.relation, key, _shown(f"c{index}"), _own_text(plan, key, time_zone))
        for file, plan, _table in typed
        for key, (_field, index) in plan.own.items()
    ]


def _shown(column: str) -> str:
    """A cell's text; NULL where it says nothing."""
    text, nothing = cleaned_sql(f"nullif(trim({column}), '')"), ", ".join(literal(word) for word in NOTHING)
    return f"CASE WHEN strlen({text}) > 6 OR lower({text}) NOT IN ({nothing}) THEN {text} END"


def _own_text(plan: TablePlan, key: str, time_zone: str) -> str:
    """`raw` as CustomField.read takes it; NULL where it is no number or date."""
    if key in plan.marks:
        return f"CAST(CAST({number_sql('raw', plan.marks[key])} AS DECIMAL(18, 4)) AS VARCHAR)"
    if key in plan.dates:
        return f"CAST({_day('raw', plan.dates[key], time_zone)} AS VARCHAR)"
    return "raw"


def _cut(plan: TablePlan, key: str) -> str:
    if key in plan.columns:
        return cleaned_sql(f"nullif(trim(c{plan.columns[key]}), '')")
    index, member = plan.inside[key]
    inside = f"CASE WHEN json_valid(c{index}) THEN json_extract_string(c{index}, {literal('$.' + member)}) END"
    return cleaned_sql(f"nullif(trim({inside}), '')")


def _several(key: str) -> bool:
    return KEYS[key].form in SEVERAL


def _look_up(connection: Any, plan: TablePlan, key: str, *, texts: str) -> None:
    """Each distinct text once, in Python, as the table `found_KEY_TEXTS`: value, found."""
    spelled = plan.preset.values.get(key, {})
    look = LOOKUPS[KEYS[key].form]
    values = connection.sql(f"SELECT DISTINCT {key} FROM {texts} WHERE {key} IS NOT NULL").to_arrow_table().column(0)
    found = pa.chunked_array(
        [
            pa.array([look(spelled.get(each, each)) for each in chunk.to_pylist()], pa.string())
            for chunk in values.chunks
        ],
        pa.string(),
    )
    connection.register("looked", pa.table({"value": values, "found": found}))
    connection.execute(f"CREATE TEMP TABLE found_{key}_{texts} AS FROM looked")
    connection.unregister("looked")


def _typed(plan: TablePlan, key: str, texts: str, *, looked: bool, time_zone: str) -> str:
    form, text = KEYS[key].form, f"t.{key}"
    if looked:
        return f"found_{key}_{texts}.found"
    if form is Form.NUMBER:
        return f"CAST({number_sql(text, plan.marks[key])} AS DECIMAL(18, 4))"
    if form is Form.WHOLE:
        return f"try_cast(nullif(regexp_extract(lower({text}), '{_MONTHS}', 1), '') AS INTEGER)"
    if form is Form.DATE:
        return _day(text, plan.dates[key], time_zone)
    if form is Form.MAIL:
        bare = f"lower(regexp_replace({text}, '^mailto:', ''))"
        is_one = f"regexp_full_match({bare}, {literal(ADDRESS)}) AND strlen({bare}) <= 254"
        return f"CASE WHEN {is_one} THEN {bare} END"
    if key == "number":
        text = f"regexp_replace({text}, '^(\\d+)\\.0$', '\\1')"
    return f"CASE WHEN length({text}) <= {LONGEST.get(key, 200)} THEN {text} END"


def _day(text: str, style: DateStyle, time_zone: str) -> str:
    instant = instant_sql(text, style, literal(time_zone))
    local = f"timezone({literal(time_zone)}, {instant})" if style.zoned else instant
    # Years that no calendar of a company has: 0000-00-00 and slips of the pen.
    return f"CASE WHEN year({local}) BETWEEN 1900 AND 2200 THEN CAST({local} AS DATE) END"


def _reject_cells(connection: Any, key: str, *, file: int, texts: str, typed: str) -> None:
    """What stands there and was not understood."""
    code = "too_long" if KEYS[key].form is Form.TEXT else "bad_form"
    connection.execute(
        f"INSERT INTO rejected SELECT {file}, t.line, '{key}', left(t.{key}, 200), '{code}', false "
        f"FROM {texts} t JOIN {typed} n USING (line) WHERE t.{key} IS NOT NULL AND n.{key} IS NULL"
        if KEYS[key].form not in SEVERAL
        else "SELECT 1"
    )


def _reject_rows(connection: Any, plan: TablePlan, file: int) -> None:
    """Rows that no reader could cut."""
    for row in plan.table.problems:
        value = (row.fields[0] if row.fields else "")[:200]
        connection.execute(
            "INSERT INTO rejected VALUES (?, ?, '', ?, ?, true)", [file, row.line + plan.above, value, row.problem]
        )


def reject(connection: Any, *, file: int, table: str, where: str, key: str, code: str, value: str = "NULL") -> int:
    """Reject whole lines of a typed table and take them out of it; returns how many."""
    connection.execute(
        f"INSERT INTO rejected SELECT {file}, line, '{key}', left({value}, 200), '{code}', true FROM {table} "
        f"WHERE {where}"
    )
    [[count]] = connection.execute(f"DELETE FROM {table} WHERE {where}").fetchall()
    return int(count)


def is_customers(plan: TablePlan) -> bool:
    return plan.kind is Kind.CUSTOMERS
