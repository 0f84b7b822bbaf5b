"""Dates that spell their month, in German or English: `3. März 2025`, `01-Feb-25`, `Jan 31, 2025`."""

from __future__ import annotations

import re

_SPELLINGS = "jan jän|feb|mar mär mae mrz|apr|may mai|jun|jul|aug|sep|oct okt|nov|dec dez"
_FIRST_LETTERS = {
    letters: number for number, spellings in enumerate(_SPELLINGS.split("|"), start=1) for letters in spellings.split()
}
_WORD = r"[A-Za-zäÄ]{3,9}"
_DAY_FIRST = rf"(\d{{1,2}})[.\s-]+({_WORD})[.,\s-]+(\d{{4}})"
_MONTH_FIRST = rf"({_WORD})\.? (\d{{1,2}}),? (\d{{4}})"
SHAPE = rf"(\d{{1,2}}[.\s-]+{_WORD}[.,\s-]+\d{{4}}|{_WORD}\.? \d{{1,2}},? \d{{4}})"


def spelled_out(text: str) -> str:
    """`3. März 2025 10:11` is `3.3.2025 10:11`; what spells no month stays as it is."""
    turned = re.sub(f"^{_MONTH_FIRST}", r"\2 \1 \3", text)
    found = re.match(_DAY_FIRST, turned)
    month = _FIRST_LETTERS.get(found[2][:3].lower()) if found else None
    return text if not found or not month else f"{found[1]}.{month}.{found[3]}{turned[found.end() :]}"


def spelled_out_sql(text: str) -> str:
    """The same in SQL, for an expression of type VARCHAR; NULL where the word is no month."""
    turned = f"regexp_replace({text}, '^{_MONTH_FIRST}', '\\2 \\1 \\3')"
    word = f"lower(left(regexp_extract({turned}, '^{_DAY_FIRST}', 2), 3))"
    cases = " ".join(f"WHEN '{letters}' THEN '{month}'" for letters, month in _FIRST_LETTERS.items())
    spelled = f"regexp_replace({turned}, '^{_DAY_FIRST}', '\\1.' || CASE {word} {cases} END || '.\\3')"
    return f"CASE WHEN regexp_matches({turned}, '^{_DAY_FIRST}') THEN {spelled} ELSE {text} END"
