"""Texts without characters that nobody sees and that change how the text around them is shown.

Control characters, and those that turn the direction of writing. A line break within a text becomes a blank.
"""

from __future__ import annotations

import re

from bleib.history.sources.traits import UNKNOWN, Traits

_UNSEEN = r"\x00-\x08\x0B-\x1F\x7F"
_CONTROLS = re.compile(f"[{_UNSEEN}\u202a-\u202e\u2066-\u2069]")
_CONTROLS_SQL = f"[{_UNSEEN}\\x{{202A}}-\\x{{202E}}\\x{{2066}}-\\x{{2069}}]"
_ANY_SQL = f"[\\n{_CONTROLS_SQL[1:]}"


def cleaned(text: str) -> str:
    """The text as it is shown and kept."""
    return _CONTROLS.sub("", text.replace("\n", " ")).strip()


def cleaned_sql(text: str, traits: Traits = UNKNOWN) -> str:
    """The same for an SQL expression of type VARCHAR; NULL where nothing is left."""
    bare = f"nullif(trim(regexp_replace(replace({text}, chr(10), ' '), '{_CONTROLS_SQL}', '', 'g')), '')"
    if traits.controls:
        return f"CASE WHEN regexp_matches({text}, '{_ANY_SQL}') THEN {bare} ELSE {text} END"
    if traits.breaks:
        return f"CASE WHEN contains({text}, chr(10)) OR contains({text}, chr(13)) THEN {bare} ELSE {text} END"
    return text
