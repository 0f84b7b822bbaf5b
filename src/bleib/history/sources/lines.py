"""One table of texts becomes lines with typed values, or rejects with the column, the value and a reason.

Writes SQL over the names that `tables` gave to the columns; nothing the user typed gets into the text unquoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bleib.history.sources.cleaning import cleaned_sql
from bleib.history.sources.dates import instant_sql
from bleib.history.sources.keys import KEYS, Kind
from bleib.history.sources.kinds import cancelled_sql, credit_column, credit_sql, extra_columns, status_column
from bleib.history.sources.numbers import currency_sql, number_sql
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.plan import Role, TablePlan
from bleib.history.sources.traits import Traits

LONGEST_TEXT = 1_000
NOTHING = ("null", "none", "nan", "n/a", "#n/a", "(null)", "\\n", "-")
SHOWN = ("customer", "name", "order", "product", "description")
NUMBERED = ("customer", "order", "product", "line")
SIGNS = {"€": "EUR", "EURO": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "SFR": "CHF"}
NUMBERS = tuple(key.name for key in KEYS.values() if key.kind is Kind.NUMBER)
TEXTS = tuple(key.name for key in KEYS.values() if key.kind is Kind.TEXT)
CONTENT = ("customer", "order", "line", "local_at", "product", "description", "quantity", "price", "amount", "cost")

SEPARATOR = "\x1f"

REJECTED = """
CREATE TEMP TABLE rejected (
    file INTEGER, file_line BIGINT, "order" VARCHAR, reject_key VARCHAR, reject_value VARCHAR, reason VARCHAR
);
"""
# DuckDB multiplies 18 digits by 18 digits in 18 digits: fast, and an error where the product has more.
_PRODUCT = (
    "CASE WHEN abs(n_price) < 1000 AND abs(n_quantity) < 1000 THEN CAST(n_price * n_quantity AS DECIMAL(18, 4)) "
    "ELSE try_cast(n_price * CAST(n_quantity AS DECIMAL(20, 6)) AS DECIMAL(18, 4)) END"
)
# DuckDB copies an expression into every place that uses it; a join with one row makes it compute each only once.
ONCE = "CROSS JOIN (SELECT 1 AS once_{} FROM range(1))"


def literal(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def parsed_sql(plans: Sequence[TablePlan]) -> str:
    """CREATE TABLE parsed: one row per line, `verdict` true where it is rejected.

    Texts that no table has get a type of one byte. A text takes sixteen, also where it is NULL, and what does not fit
    into memory is written to disk.
    """
    said = {key for plan in plans for key in plan.columns.guesses}
    said |= {"currency"} if any(plan.currencies for plan in plans) else set()
    said |= {"source"} if any(plan.source_column is not None for plan in plans) else set()
    said |= {"credit"} if any(credit_column(plan.sample, plan.columns) is not None for plan in plans) else set()
    said |= {"cancelled"} if any(status_column(plan.sample, plan.columns) is not None for plan in plans) else set()
    rare = ("source", "name", "currency", "country", "credit", "cancelled")
    texts = ", ".join(f"{name} {'VARCHAR' if name in said else 'nothing'}" for name in rare)
    return f"""
    CREATE TYPE nothing AS ENUM ('');
    CREATE TABLE parsed (
        file USMALLINT, {texts}, "customer" VARCHAR, "order" VARCHAR, "product" VARCHAR,
        "quantity" DECIMAL(18, 4), "total" DECIMAL(18, 4), "cost" DECIMAL({"18, 4" if "cost" in said else "4, 0"}),
        occurred_on DATE, occurred_at TIMESTAMPTZ, key UHUGEINT, verdict BOOLEAN
    );
    """


def lines_sql(plan: TablePlan, file: int, *, options: ReadOptions, now: datetime) -> str:
    """INSERT INTO parsed for one table: every line."""
    source = "NULL" if plan.source_column is None else f"coalesce(trim(c{plan.source_column}), '')"
    return f"""
    INSERT INTO parsed BY NAME
    {_steps(plan, options, now, relation=plan.table.relation, place=f"{source} AS source")}
    SELECT {file} AS file, source, t_customer AS customer, t_name AS name, t_order AS "order",
        coalesce(t_product, t_description) AS product, {_currency(plan)} AS currency, t_country AS country,
        n_quantity AS quantity, n_cost AS cost, total, CAST(local_at AS DATE) AS occurred_on, occurred AS occurred_at,
        t_credit AS credit, t_cancelled AS cancelled, {_key_sql(plan, options.system)} AS key,
        CASE WHEN verdict IS NOT NULL THEN true END AS verdict
    FROM judged {ONCE.format(4)}
    """


def rejects_sql(plan: TablePlan, file: int, *, options: ReadOptions, now: datetime) -> str:
    """INSERT INTO rejected for one table: where each bad line stands, and what is wrong with it."""
    values = " ".join(f"WHEN '{key}' THEN t_{key}" for key in KEYS)
    return f"""
    INSERT INTO rejected
    {_steps(plan, options, now, relation=plan.table.numbered, place="line AS file_line")}
    SELECT {file}, file_line, t_order, split_part(verdict, ':', 2),
        left(CASE split_part(verdict, ':', 2) {values} END, 200), split_part(verdict, ':', 1)
    FROM judged WHERE verdict IS NOT NULL
    """


def _steps(plan: TablePlan, options: ReadOptions, now: datetime, *, relation: str, place: str) -> str:
    """cut -> texts -> typed -> valued -> judged, the same for lines and rejects."""
    keyed = {guess.index for guess in plan.columns.guesses.values()}
    columns = sorted(keyed | extra_columns(plan.sample, plan.columns))
    cut = ", ".join(f"{_cut(plan.table.traits).format(n)} AS x{n}" for n in columns)
    return f"""
    WITH cut AS (SELECT {place}, {cut} FROM {relation}),
    texts AS (SELECT *, {_texts(plan)} FROM cut {ONCE.format(0)}),
    typed AS (SELECT *, {_typed(plan, options.time_zone)} FROM texts {ONCE.format(1)}),
    valued AS (
        SELECT *, {_total(plan)} AS total, {_other_clock(plan, options.time_zone)} FROM typed {ONCE.format(2)}
    ),
    judged AS (SELECT *, {_verdict(plan, now)} AS verdict FROM valued {ONCE.format(3)})
    """


def _cut(traits: Traits) -> str:
    """A field without blanks around it, NULL where nothing is left; so the reader gives it where none has quotes."""
    if traits.blanks:
        return "nullif(trim(c{}), '')"
    return "nullif(c{}, '')" if traits.breaks else "c{}"


def _texts(plan: TablePlan) -> str:
    """Every key as `t_KEY`, trimmed, NULL where it is blank, absent or a word for nothing."""
    keys = [f"{_text(plan, key)} AS t_{key}" for key in KEYS]
    credit, cancelled = credit_sql(plan.sample, plan.columns), cancelled_sql(plan.sample, plan.columns)
    return ", ".join([*keys, f"{credit} AS t_credit", f"{cancelled} AS t_cancelled"])


def _text(plan: TablePlan, key: str) -> str:
    index = plan.columns.column(key)
    if index is None:
        return "CAST(NULL AS VARCHAR)"
    text = cleaned_sql(f"x{index}", plan.table.traits) if key in SHOWN else f"x{index}"
    if key in NUMBERED and _floats(plan, index):
        # 17850.0 was a number once; blank customers made it a float.
        text = f"regexp_replace({text}, '\\.0$', '')"
    nothing = _words_for_nothing(plan, key, index)
    if nothing:
        # What begins with a digit is no such word, and needs no further look.
        words = ", ".join(literal(each) for each in nothing)
        text = f"CASE WHEN {text} BETWEEN '0' AND ':' OR lower({text}) NOT IN ({words}) THEN {text} END"
    return f"upper({text})" if key == "currency" else text


def _currency(plan: TablePlan) -> str:
    """The currency as its column says, or as it stands beside the number."""
    beside = [f"t_{key}" for key in ("amount", "price") if plan.currencies and key in plan.columns]
    cases = " ".join(f"WHEN {literal(sign)} THEN {literal(code)}" for sign, code in SIGNS.items())
    own = f"CASE t_currency {cases} ELSE t_currency END"
    return f"coalesce({', '.join([own, *(currency_sql(text) for text in beside)])})"


def _floats(plan: TablePlan, index: int) -> bool:
    dotted = [value for value in plan.sample.values[index] if "." in value]
    return bool(dotted) and all(value.endswith(".0") and value[:-2].isdigit() for value in dotted)


def _words_for_nothing(plan: TablePlan, key: str, index: int) -> tuple[str, ...]:
    """What stands for a blank. In numbers that are needed `NaN` is no blank but a mistake, and in dates all are."""
    if key in ("customer", "order"):
        return NOTHING
    if key == "at" or not any(value.lower() in NOTHING for value in plan.sample.values[index]):
        return ()
    return tuple(each for each in NOTHING if each != "nan") if key in ("quantity", "price", "amount") else NOTHING


def _typed(plan: TablePlan, time_zone: str) -> str:
    numbers = [f"{_number(plan, key)} AS n_{key}" for key in NUMBERS]
    assert plan.dates is not None
    clock = "occurred" if plan.dates.zoned else "local_at"
    return ", ".join([*numbers, f"{instant_sql('t_at', plan.dates, literal(time_zone))} AS {clock}"])


def _number(plan: TablePlan, key: str) -> str:
    if key not in plan.columns:
        return "CAST(NULL AS DECIMAL(18, 6))"
    return number_sql(f"t_{key}", plan.marks[key], currencies=plan.currencies)


def _other_clock(plan: TablePlan, time_zone: str) -> str:
    """Local time from the instant, or the instant from local time: without a zone of their own, values are local."""
    given, wanted = ("occurred", "local_at") if plan.dates and plan.dates.zoned else ("local_at", "occurred")
    return f"timezone({literal(time_zone)}, {given}) AS {wanted}"


def _total(plan: TablePlan) -> str:
    """The amount of the line: as given, else price per unit times quantity (one, where there is no quantity)."""
    if "amount" in plan.columns:
        return f"coalesce({_money('n_amount')}, {_PRODUCT if plan.says('price', 'quantity') else 'NULL'})"
    if "price" in plan.columns:
        return _PRODUCT if "quantity" in plan.columns else _money("n_price")
    return _money("NULL")


def _money(number: str) -> str:
    return f"CAST({number} AS DECIMAL(18, 4))"


def _verdict(plan: TablePlan, now: datetime) -> str:
    """`reason:key` of the first thing wrong with a line, or NULL."""
    latest = (now + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S+00")
    checks = [*_heading_checks(plan), *_length_checks(plan), *_head_checks(plan)]
    checks += [
        ("t_at IS NULL", "missing_at:at"),
        ("occurred IS NULL", "bad_at:at"),
        ("local_at < TIMESTAMP '1970-01-01'", "early_at:at"),
        (f"occurred > TIMESTAMPTZ '{latest}'", "late_at:at"),
        *_currency_checks(plan),
    ]
    checks += [
        (f"t_{key} IS NOT NULL AND n_{key} IS NULL", f"bad_number:{key}") for key in NUMBERS if key in plan.columns
    ]
    checks += _amount_checks(plan)
    return "CASE " + " ".join(f"WHEN {test} THEN '{verdict}'" for test, verdict in checks) + " END"


def _heading_checks(plan: TablePlan) -> list[tuple[str, str]]:
    at = plan.columns.column("at")
    if not plan.table.has_heading or at is None:
        return []
    heading = literal(plan.table.columns[at].lower())
    return [(f"occurred IS NULL AND lower(t_at) = {heading}", "heading_again:at")]


def _length_checks(plan: TablePlan) -> list[tuple[str, str]]:
    return [(f"strlen(t_{key}) > {LONGEST_TEXT}", f"too_long:{key}") for key in KEYS if key in plan.columns]


def _head_checks(plan: TablePlan) -> list[tuple[str, str]]:
    return [("t_at IS NULL AND t_customer IS NULL", "no_head:order")] if plan.role is Role.POSITIONS else []


def _currency_checks(plan: TablePlan) -> list[tuple[str, str]]:
    """Three letters or a known sign; anything else would become the currency of the whole installation."""
    if "currency" not in plan.columns:
        return []
    signs = ", ".join(literal(sign) for sign in SIGNS)
    known = f"regexp_full_match(t_currency, '[A-Z]{{3}}') OR t_currency IN ({signs})"
    return [(f"t_currency IS NOT NULL AND NOT ({known})", "bad_currency:currency")]


def _amount_checks(plan: TablePlan) -> list[tuple[str, str]]:
    """Where the table has amounts, a line without one is not an order line."""
    if "amount" in plan.columns:
        return [("total IS NULL", "missing_number:amount")]
    needed = [key for key in ("price", "quantity") if key in plan.columns and "price" in plan.columns]
    checks = [(f"n_{key} IS NULL", f"missing_number:{key}") for key in needed]
    if needed:
        checks.append(("total IS NULL", "too_large:price"))
    return checks


def _key_sql(plan: TablePlan, system: str) -> str:
    """The identity of a line: order number, line number and year, or its content where there is no line number.

    Many a company begins its numbers anew every year.
    """
    # A credit note may repeat its invoice word for word. What is NULL leaves the text as it is.
    credit = "CASE WHEN t_credit IS NOT NULL THEN 'credit' END"
    text = _content_sql(plan, system)
    if plan.says("order", "line"):
        natural = f"concat_ws(chr(31), {literal(system)}, t_order, t_line, year(local_at), {credit})"
        text = f"CASE WHEN t_order IS NOT NULL AND t_line IS NOT NULL THEN {natural} ELSE {text} END"
    return f"md5_number({text})"


def _content_sql(plan: TablePlan, system: str) -> str:
    """Everything a line says, between separators; what it does not say is empty.

    One call of `concat`, which takes NULL for an empty text, with all that is the same in every line put together.
    """
    pieces, constant = [], f"{system}{SEPARATOR}content"
    for key in CONTENT:
        constant += SEPARATOR
        if key in (*plan.columns.guesses, "local_at"):
            pieces += [literal(constant), _content(key)]
            constant = ""
    told = f"CASE WHEN t_credit IS NOT NULL THEN {literal(SEPARATOR + 'credit')} END"
    return f"concat({', '.join([*pieces, literal(constant), told])})"


def _content(key: str) -> str:
    if key == "local_at":
        return "CAST(epoch_us(local_at) AS VARCHAR)"
    return f"CAST(n_{key} AS VARCHAR)" if key in NUMBERS else f"t_{key}"
