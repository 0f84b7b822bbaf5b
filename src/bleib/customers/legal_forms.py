"""Names of companies made comparable: without legal form, case, umlauts, punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a", "ô": "o", "ç": "c", "&": " "}
)
FORMS = (
    "gesellschaft mit beschraenkter haftung", "haftungsbeschraenkt", "aktiengesellschaft",
    "kommanditgesellschaft", "eingetragener kaufmann", "eingetragene kauffrau", "gesmbh", "gmbh", "mbh", "ggmbh",
    "ug", "ag", "kg", "kgaa", "ohg", "gbr", "ek", "e k", "ev", "e v", "eg", "e g", "se", "co", "partg",
    "stiftung", "ltd", "limited", "llc", "inc", "incorporated", "corp", "corporation", "company", "plc", "llp",
    "bv", "b v", "nv", "n v", "sa", "s a", "sarl", "sas", "srl", "spa", "s p a", "oy", "ab", "as", "a s", "aps",
    "sl", "s l", "lda", "kft", "sro", "s r o", "spzoo", "sp z o o", "doo", "d o o", "pty", "und", "and", "the",
)  # fmt: skip
_FORMS = re.compile(rf"\b({'|'.join(sorted(FORMS, key=len, reverse=True))})\b")


@lru_cache(maxsize=100_000)
def bare_name(name: str) -> str:
    """`Müller & Söhne GmbH & Co. KG` is `mueller soehne`; a name that is nothing but forms stays."""
    spelled = re.sub(r"[^a-z0-9]+", " ", name.lower().translate(_UMLAUTS)).strip()
    return re.sub(r"\s+", " ", _FORMS.sub(" ", spelled)).strip() or spelled
