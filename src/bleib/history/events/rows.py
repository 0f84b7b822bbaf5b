"""One table of texts becomes a temp table of rows with typed values, each with what is wrong with it.

Columns of the temp table: `source`, `verdict` (null, or `reason:key`), `left_out` (null, or `key:text` of a word that
means nothing to Bleib), and for every key of the kind `k_KEY` - an instant also as its local day, `d_KEY`. Nothing the
user typed gets into the SQL unquoted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bleib.history.events.kinds import EventKey, EventKind, Form
from bleib.history.events.plan import EventPlan
from bleib.history.events.recognise import LONGEST_CODE, NO, YES
from bleib.history.sources.cleaning import cleaned_sql
from bleib.history.sources.dates import instant_sql
from bleib.history.sources.lines import LONGEST_TEXT, NOTHING, ONCE, SIGNS, literal
from bleib.history.sources.numbers import currency_sql, number_sql
from bleib.history.sources.options import ReadOptions

TYPES = {
    Form.TEXT: "VARCHAR",
    Form.CODE: "VARCHAR",
    Form.CHOICE: "VARCHAR",
    Form.NUMBER: "DECIMAL(18, 4)",
    Form.WHOLE: "BIGINT",
    Form.FLAG: "BOOLEAN",
    Form.INSTANT: "TIMESTAMPTZ",
}
UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
REJECTS = """
CREATE TEMP TABLE rejected_events (
    file INTEGER, file_line BIGINT, key VARCHAR, value VARCHAR, reason VARCHAR
)
"""


def rows_sql(plan: EventPlan, file: int, *, options: ReadOptions, now: datetime) -> str:
    """CREATE the temp table `rows_FILE` of a table's rows; needs the table `contract_customers`."""
    source = literal(str(file))
    if plan.source_column is not None:
        source = f"{source} || ' / ' || coalesce(trim(c{plan.source_column}), '')"
    steps = _steps(plan, options, now, relation=plan.table.relation, place=f"{source} AS source")
    days = ", ".join(f"d_{key.name}" for key in _kind(plan).keys if key.form is Form.INSTANT)
    values = ", ".join(f"k_{key.name}" for key in _kind(plan).keys)
    columns = f"source, {values}, {days}, {_left_out(plan)} AS left_out, verdict"
    return f"CREATE OR REPLACE TEMP TABLE rows_{file} AS {steps} SELECT {columns} FROM judged"


def rejects_sql(plan: EventPlan, file: int, *, options: ReadOptions, now: datetime) -> str:
    """INSERT INTO rejected_events: where each bad row stands, and what is wrong with it."""
    values = " ".join(f"WHEN '{key.name}' THEN t_{key.name}" for key in _kind(plan).keys)
    return f"""
    INSERT INTO rejected_events
    {_steps(plan, options, now, relation=plan.table.numbered, place="line AS file_line")}
    SELECT {file}, file_line, split_part(verdict, ':', 2),
        left(CASE split_part(verdict, ':', 2) {values} END, 200), split_part(verdict, ':', 1)
    FROM judged WHERE verdict IS NOT NULL
    """


def _kind(plan: EventPlan) -> EventKind:
    assert plan.kind is not None
    return plan.kind


def _steps(plan: EventPlan, options: ReadOptions, now: datetime, *, relation: str, place: str) -> str:
    """cut -> texts -> found -> typed -> judged, the same for rows and rejects."""
    kind = _kind(plan)
    cut = ", ".join(f"nullif(trim(c{n}), '') AS x{n}" for n in sorted({g.index for g in plan.columns.guesses.values()}))
    texts = ", ".join(f"{_text(plan, key)} AS t_{key.name}" for key in kind.keys)
    zone = literal(options.time_zone)
    typed = ", ".join(_typed(plan, key, zone) for key in kind.keys)
    days = ", ".join(
        f"CAST(timezone({zone}, k_{key.name}) AS DATE) AS d_{key.name}" for key in kind.keys if key.form is Form.INSTANT
    )
    return f"""
    WITH cut AS (SELECT {place}, {cut} FROM {relation}),
    texts AS (SELECT *, {texts} FROM cut {ONCE.format(0)}),
    found AS ({_with_customer(kind)}),
    typed AS (SELECT *, {typed} FROM found {ONCE.format(1)}),
    dated AS (SELECT *, {days} FROM typed {ONCE.format(2)}),
    judged AS (SELECT *, {_verdict(plan, now)} AS verdict FROM dated {ONCE.format(3)})
    """


def _with_customer(kind: EventKind) -> str:
    """Whoever has the contract is the customer, where the row does not say it itself."""
    if kind.key("contract") is None or kind.name == "contract":
        return "FROM texts"
    return (
        "SELECT texts.* REPLACE (coalesce(t_customer, known.customer) AS t_customer) "
        "FROM texts LEFT JOIN contract_customers AS known ON known.contract = t_contract"
    )


def _text(plan: EventPlan, key: EventKey) -> str:
    """The trimmed text; NULL where it is blank, absent or a word for nothing."""
    index = plan.columns.column(key.name)
    if index is None:
        return "CAST(NULL AS VARCHAR)"
    text = cleaned_sql(f"x{index}") if key.form is Form.TEXT else f"x{index}"
    if key.form is Form.TEXT and _floats(plan.sample.values[index]):
        text = f"regexp_replace({text}, '\\.0$', '')"
    words = ", ".join(literal(each) for each in NOTHING)
    text = f"CASE WHEN lower({text}) NOT IN ({words}) THEN {text} END"
    return f"upper({text})" if key.name == "currency" else text


def _floats(values: tuple[str, ...]) -> bool:
    """17850.0 was a number once; blanks in its column made it a float."""
    dotted = [value for value in values if "." in value]
    return bool(dotted) and all(value.endswith(".0") and value[:-2].isdigit() for value in dotted)


def _typed(plan: EventPlan, key: EventKey, zone: str) -> str:
    if key.name == "currency":
        return f"{_currency(plan)} AS k_currency"
    if key.name not in plan.columns and key.name != "customer":
        return f"CAST(NULL AS {TYPES[key.form]}) AS k_{key.name}"
    return f"{_value(plan, key, zone)} AS k_{key.name}"


def _value(plan: EventPlan, key: EventKey, zone: str) -> str:
    text = f"t_{key.name}"
    if key.form is Form.INSTANT:
        style = plan.styles[key.name]
        instant = instant_sql(text, style, zone)
        return instant if style.zoned else f"timezone({zone}, {instant})"
    if key.form is Form.NUMBER:
        return f"CAST({number_sql(text, plan.marks[key.name], currencies=plan.currencies)} AS DECIMAL(18, 4))"
    if key.form is Form.WHOLE:
        number = number_sql(text, plan.marks[key.name], currencies=False)
        return f"CASE WHEN {number} = floor({number}) THEN CAST({number} AS BIGINT) END"
    if key.form is Form.FLAG:
        return f"CASE WHEN lower({text}) IN {_listed(YES)} THEN true WHEN lower({text}) IN {_listed(NO)} THEN false END"
    if key.form is Form.CHOICE:
        cases = " ".join(f"WHEN {literal(word)} THEN {literal(choice)}" for word, choice in key.choices.items())
        return f"CASE {_folded(text, '')} {cases} END"
    return _code(text) if key.form is Form.CODE else text


def _code(text: str) -> str:
    """A few words folded to one: `Zu teuer` is zu_teuer. What is longer would be free text and is left out."""
    folded = f"trim({_folded(text, '_')}, '_')"
    return f"CASE WHEN strlen({folded}) <= {LONGEST_CODE} THEN nullif({folded}, '') END"


def _folded(text: str, gap: str) -> str:
    folded = f"lower({text})"
    for umlaut, letters in UMLAUTS:
        folded = f"replace({folded}, '{umlaut}', '{letters}')"
    return f"regexp_replace(strip_accents({folded}), '[^a-z0-9]+', '{gap}', 'g')"


def _left_out(plan: EventPlan) -> str:
    """The first word of a row that is none of the choices."""
    words = [key.name for key in _kind(plan).keys if key.form in (Form.CHOICE, Form.CODE, Form.FLAG) and not key.others]
    tests = " ".join(f"WHEN t_{name} IS NOT NULL AND k_{name} IS NULL THEN '{name}:' || t_{name}" for name in words)
    return f"CASE {tests} END" if tests else "CAST(NULL AS VARCHAR)"


def _currency(plan: EventPlan) -> str:
    """The currency as its column says, or as it stands beside an amount."""
    beside = [f"t_{key}" for key in ("amount", "yearly") if plan.currencies and key in plan.columns]
    cases = " ".join(f"WHEN {literal(sign)} THEN {literal(code)}" for sign, code in SIGNS.items())
    own = f"CASE t_currency {cases} ELSE t_currency END"
    return f"coalesce({', '.join([own, *(currency_sql(text) for text in beside)])})"


def _verdict(plan: EventPlan, now: datetime) -> str:
    """`reason:key` of the first thing wrong with a row, or NULL."""
    kind = _kind(plan)
    checks = [*_heading_checks(plan)]
    for key in kind.keys:
        checks += _key_checks(key, now)
    if kind.key("customer") and not kind.anonymous:
        checks.append(("k_customer IS NULL", "missing_customer:customer"))
    checks += [(test, f"{reason}:{key}") for test, reason, key in kind.checks]
    return "CASE " + " ".join(f"WHEN {test} THEN '{verdict}'" for test, verdict in checks) + " END"


def _heading_checks(plan: EventPlan) -> list[tuple[str, str]]:
    """A heading that stands in the middle of a file once more."""
    guesses = plan.columns.guesses if plan.table.has_heading else {}
    keys = sorted(guesses, key=lambda key: guesses[key].index)
    if not keys:
        return []
    tests = (f"lower(t_{key}) = {literal(plan.table.columns[guesses[key].index].lower())}" for key in keys)
    return [(" AND ".join(f"coalesce({test}, false)" for test in tests), f"heading_again:{keys[0]}")]


def _key_checks(key: EventKey, now: datetime) -> list[tuple[str, str]]:
    name, checks = key.name, [(f"strlen(t_{key.name}) > {LONGEST_TEXT}", f"too_long:{key.name}")]
    if key.needed:
        checks.append((f"t_{name} IS NULL", f"{'missing_at' if key.form is Form.INSTANT else 'missing_text'}:{name}"))
    if key.form is Form.INSTANT:
        checks.append((f"t_{name} IS NOT NULL AND k_{name} IS NULL", f"bad_at:{name}"))
        checks.append((f"k_{name} < TIMESTAMPTZ '1970-01-01 00:00:00+00'", f"early_at:{name}"))
        if not key.later:
            latest = (now + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S+00")
            checks.append((f"k_{name} > TIMESTAMPTZ '{latest}'", f"late_at:{name}"))
    if key.form in (Form.NUMBER, Form.WHOLE):
        checks.append((f"t_{name} IS NOT NULL AND k_{name} IS NULL", f"bad_number:{name}"))
    if key.low is not None:
        high = f" OR k_{name} > {key.high}" if key.high is not None else ""
        checks.append((f"k_{name} < {key.low}{high}", f"{'bad_score' if key.high else 'negative'}:{name}"))
    if name == "currency":
        checks.append(("NOT regexp_full_match(k_currency, '[A-Z]{3}')", "bad_currency:currency"))
    return checks


def _listed(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(literal(word) for word in words) + ")"
