"""How a column writes numbers - decimal comma or point, thousands, currencies - and the SQL that reads them.

Functions that return SQL take an SQL expression of type VARCHAR, trimmed, NULL where the field was blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Numbers as ERPs print them: blanks and apostrophes between thousands, a currency around, a minus behind, brackets.
CURRENCIES = {"EUR": "€|EUR", "USD": "[$]|USD", "GBP": "£|GBP", "CHF": "CHF"}
_SIGNS = "|".join(CURRENCIES.values())
_GAPS = "[\\s\\x{00A0}\\x{202F}''\u2019]"
_COMMA_EVIDENCE = re.compile(r"-?(\d{1,3}(\.\d{3})+,\d+|\d*,(\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+|\d{1,3}(\.\d{3}){2,})-?")
_POINT_EVIDENCE = re.compile(
    r"-?(\d{1,3}(,\d{3})+\.\d+|\d*\.(\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\d{1,3}(,\d{3}){2,})-?"
)
_NUMBER = re.compile(r"[-+(]?\d[\d.,]*(e[-+]?\d+)?[-)]?|[-+]?[.,]\d+", re.IGNORECASE)
# What programs write where there is no number.
NO_NUMBER = ("null", "nan", "none", "n/a", "#n/a", "inf", "-inf", "\\n", "-")


def stripped(text: str) -> str:
    """A number without currency, blanks and apostrophes."""
    return re.sub(rf"(?i)[\s\u00a0\u202f'\u2019]|{_SIGNS}", "", text).replace("\u2212", "-")


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(stripped(text)))


def carries_currency(values: Sequence[str]) -> bool:
    """Whether currencies stand beside the numbers."""
    return any(re.search(rf"(?i){_SIGNS}", value) for value in values)


def currency_sql(text: str) -> str:
    """The currency that stands beside a number, NULL where there is none."""
    cases = " ".join(f"WHEN regexp_matches({text}, '(?i){signs}') THEN '{code}'" for code, signs in CURRENCIES.items())
    return f"CASE {cases} END"


def decimal_mark(values: Sequence[str]) -> str | None:
    """The mark that the unambiguous values speak for, ',' or '.'; None where none of them does."""
    bare = [stripped(value) for value in values]
    commas = sum(bool(_COMMA_EVIDENCE.fullmatch(value)) for value in bare)
    points = sum(bool(_POINT_EVIDENCE.fullmatch(value)) for value in bare)
    if commas == points:
        return None
    return "," if commas > points else "."


def thousands_mark(values: Sequence[str]) -> str | None:
    """The decimal mark of a column like 1.234, 999, 12.500: whole numbers, of which only the long ones have a mark."""
    bare = [stripped(value) for value in values]
    whole = [value for value in bare if value.lstrip("-").isdigit()]
    others = [value for value in bare if not value.lstrip("-").isdigit()]
    if not whole or not others or any(len(value.lstrip("-")) > 3 for value in whole):
        return None
    for group, mark in ((".", ","), (",", ".")):
        if all(re.fullmatch(rf"-?[1-9]\d{{0,2}}[{group}]\d{{3}}", value) for value in others):
            return mark
    return None


def number_sql(text: str, mark: str, *, currencies: bool = True) -> str:
    """DECIMAL(18, 6), NULL where the text is no number written with this decimal mark.

    `1.234,5` among `1,234.5` is NULL: it contradicts the column. `12.50` in a column of decimal commas is read,
    because no thousands group has two digits. So is a currency beside the number, only where `currencies` are expected.
    """
    group = "." if mark == "," else ","
    quick = f"try_cast(replace({text}, ',', '.') AS DECIMAL(18, 6))" if mark == "," else _cast(text)
    slow = _slow_sql(text, mark, f"(?i){_GAPS}|{_SIGNS}" if currencies else _GAPS)
    return f"CASE WHEN contains({text}, '{group}') THEN {slow} ELSE coalesce({quick}, {slow}) END"


def _cast(text: str) -> str:
    return f"try_cast({text} AS DECIMAL(18, 6))"


def _slow_sql(text: str, mark: str, junk: str) -> str:
    group = "." if mark == "," else ","
    bare = f"replace(regexp_replace({text}, '{junk}', '', 'g'), '\u2212', '-')"
    # 12,50- and (12,50) are negative in SAP's and accountants' hand; 12,- is what a price tag says.
    signed = f"regexp_replace(regexp_replace({bare}, '^\\((.*)\\)$', '-\\1'), '^(.*\\d)-$', '-\\1')"
    plain = f"regexp_replace({signed}, '[{mark}](-|--|\u2013|\u2014)$', '')"
    grouped = f"^[-+]?[1-9]\\d{{0,2}}([{group}]\\d{{3}})+([{mark}]\\d+)?$"
    own = f"^[-+]?(\\d+([{mark}]\\d*)?|[{mark}]\\d+)$"
    foreign = f"^[-+]?(\\d*[{group}](\\d{{1,2}}|\\d{{4,}})|(0|\\d{{4,}})[{group}]\\d{{3}})$"
    to_point = f"replace(replace({plain}, '{group}', ''), '{mark}', '.')"
    return (
        f"CASE WHEN regexp_matches({plain}, '{own}') OR regexp_matches({plain}, '{grouped}') THEN {_cast(to_point)} "
        f"WHEN regexp_matches({plain}, '{foreign}') THEN {_cast(f'''replace({plain}, '{group}', '.')''')} END"
    )
