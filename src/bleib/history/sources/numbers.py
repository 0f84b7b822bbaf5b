"""How a column writes numbers - decimal comma or point, thousands, currencies - and the SQL that reads them.

Functions that return SQL take an SQL expression of type VARCHAR, trimmed, NULL where the field was blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Numbers as ERPs print them: blanks and apostrophes between thousands, a currency around, a minus behind, brackets.
_JUNK = "(?i)[\\s\\x{00A0}\\x{202F}''\u2019€$£]|EUR|USD|GBP|CHF"
_COMMA_EVIDENCE = re.compile(r"-?(\d{1,3}(\.\d{3})+,\d+|\d*,(\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+|\d{1,3}(\.\d{3}){2,})-?")
_POINT_EVIDENCE = re.compile(
    r"-?(\d{1,3}(,\d{3})+\.\d+|\d*\.(\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\d{1,3}(,\d{3}){2,})-?"
)
_NUMBER = re.compile(r"[-+(]?\d[\d.,]*(e[-+]?\d+)?[-)]?|[-+]?[.,]\d+", re.IGNORECASE)


def stripped(text: str) -> str:
    """A number without currency, blanks and apostrophes."""
    return re.sub(r"(?i)[\s\u00a0\u202f'\u2019€$£]|EUR|USD|GBP|CHF", "", text).replace("\u2212", "-")


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(stripped(text)))


def decimal_mark(values: Sequence[str]) -> str | None:
    """The mark that the unambiguous values speak for, ',' or '.'; None where none of them does."""
    commas = sum(bool(_COMMA_EVIDENCE.fullmatch(stripped(value))) for value in values)
    points = sum(bool(_POINT_EVIDENCE.fullmatch(stripped(value))) for value in values)
    if commas == points:
        return None
    return "," if commas > points else "."


def number_sql(text: str, mark: str) -> str:
    """DECIMAL(18, 6), NULL where the text is no number written with this decimal mark.

    `1.234,5` among `1,234.5` is NULL: it contradicts the column. `12.50` in a column of decimal commas is read,
    because no thousands group has two digits.
    """
    group = "." if mark == "," else ","
    quick = f"try_cast(replace({text}, ',', '.') AS DECIMAL(18, 6))" if mark == "," else _cast(text)
    slow = _slow_sql(text, mark)
    return f"CASE WHEN contains({text}, '{group}') THEN {slow} ELSE coalesce({quick}, {slow}) END"


def _cast(text: str) -> str:
    return f"try_cast({text} AS DECIMAL(18, 6))"


def _slow_sql(text: str, mark: str) -> str:
    group = "." if mark == "," else ","
    bare = f"replace(regexp_replace({text}, '{_JUNK}', '', 'g'), '\u2212', '-')"
    # 12,50- and (12,50) are negative in SAP's and accountants' hand.
    signed = f"regexp_replace(regexp_replace({bare}, '^\\((.*)\\)$', '-\\1'), '^(.*\\d)-$', '-\\1')"
    grouped = f"^[-+]?[1-9]\\d{{0,2}}([{group}]\\d{{3}})+([{mark}]\\d+)?$"
    own = f"^[-+]?(\\d+([{mark}]\\d*)?|[{mark}]\\d+)$"
    foreign = f"^[-+]?(\\d*[{group}](\\d{{1,2}}|\\d{{4,}})|(0|\\d{{4,}})[{group}]\\d{{3}})$"
    to_point = f"replace(replace({signed}, '{group}', ''), '{mark}', '.')"
    return (
        f"CASE WHEN regexp_matches({signed}, '{own}') OR regexp_matches({signed}, '{grouped}') THEN {_cast(to_point)} "
        f"WHEN regexp_matches({signed}, '{foreign}') THEN {_cast(f'''replace({signed}, '{group}', '.')''')} END"
    )
