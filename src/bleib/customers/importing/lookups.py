"""Words that people write in many ways: countries, languages, salutations - each distinct word is looked up once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from bleib.customers.importing.keys import Form
from bleib.customers.validators import vat_id

_SALUTATIONS = {
    "mr": "mr", "herr": "mr", "herrn": "mr", "m": "mr", "ms": "ms", "mrs": "ms", "miss": "ms", "frau": "ms", "f": "ms",
    "w": "ms", "neutral": "neutral", "divers": "neutral", "d": "neutral", "not_defined": "neutral", "mx": "neutral",
}  # fmt: skip
_ADDRESSES = {"du": "du", "duzen": "du", "ja": "du", "sie": "sie", "siezen": "sie", "nein": "sie"}
_STANDINGS = {
    "prospect": "prospect", "interessent": "prospect", "lead": "prospect", "subscriber": "prospect",
    "opportunity": "prospect", "marketingqualifiedlead": "prospect", "salesqualifiedlead": "prospect",
    "customer": "customer", "kunde": "customer", "bestandskunde": "customer", "active": "customer",
    "aktiv": "customer", "evangelist": "customer", "former": "former", "ehemalig": "former", "inaktiv": "former",
    "ehemaligerkunde": "former", "formercustomer": "former", "inactive": "former", "gekuendigt": "former",
}  # fmt: skip
_YES = {**dict.fromkeys(("yes", "ja", "true", "1", "x", "y", "j"), "1"),
        **dict.fromkeys(("no", "nein", "false", "0", "n"), "0")}  # fmt: skip
_PARTS = {
    "buyer": "buyer", "einkauf": "buyer", "einkaeufer": "buyer", "decisionmaker": "buyer", "entscheider": "buyer",
    "user": "user", "nutzer": "user", "anwender": "user", "enduser": "user", "payer": "payer", "buchhaltung": "payer",
    "rechnungsempfaenger": "payer", "zahler": "payer", "budgetholder": "payer", "champion": "champion",
    "fuersprecher": "champion",
}  # fmt: skip
_UNTIL = {
    "term": "term", "laufzeitende": "term", "ende": "term", "month": "month", "monatsende": "month",
    "quarter": "quarter", "quartalsende": "quarter", "year": "year", "jahresende": "year",
}  # fmt: skip
_UNITS = {"t": "days", "d": "days", "w": "weeks", "m": "months"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
ALIASES = {
    "uk": "GB", "grossbritannien": "GB", "england": "GB", "usa": "US", "brd": "DE", "holland": "NL", "eire": "IE",
    "d": "DE", "a": "AT", "korea": "KR", "rsa": "ZA", "channelislands": "JE", "tschechien": "CZ",
}  # fmt: skip


def folded(text: str) -> str:
    """A word without case, umlauts, blanks and punctuation."""
    return re.sub(r"[^a-z0-9_]", "", text.lower().translate(_UMLAUTS))


def country(text: str) -> str | None:
    """The ISO code of a country by its code or its German or English name."""
    word = folded(text)
    return ALIASES.get(word) or _countries().get(word)


def language(text: str) -> str | None:
    """The ISO code of a language by its code, locale or its German or English name."""
    return _languages().get(folded(re.split(r"[_-]", text, maxsplit=1)[0]))


def domain(text: str) -> str | None:
    """The web domain of an address: https://www.example.de/kontakt is example.de."""
    bare = re.sub(r"^(https?://)?(www\.)?", "", text.strip().lower()).split("/")[0].split(":")[0]
    return bare if re.fullmatch(r"([\w-]+\.)+[a-z]{2,24}", bare) else None


def zone(text: str) -> str | None:
    return text if text in _zones() else None


def notice(text: str) -> str | None:
    """`3 Monate`, `6 weeks`, `30 days`, `14T`; a bare number is months. As `number unit`."""
    found = re.fullmatch(r"(\d{1,3})\s*([a-zäöü.]*)", text.strip().lower())
    if not found:
        return None
    unit = _UNITS.get(found[2][:1] or "m")
    return f"{found[1]} {unit}" if unit else None


def mail(text: str) -> str | None:
    """An address in lower case: what people call the same."""
    bare = text.strip().removeprefix("mailto:").lower()
    return bare if re.fullmatch(r"[^@\s,;<>\"]{1,64}@([\w-]+\.)+[\w-]{2,63}", bare) else None


def _among(words: dict[str, str]) -> Callable[[str], str | None]:
    return lambda text: words.get(folded(text))


LOOKUPS: dict[Form, Callable[[str], str | None]] = {
    Form.COUNTRY: country,
    Form.LANGUAGE: language,
    Form.DOMAIN: domain,
    Form.ZONE: zone,
    Form.VAT: vat_id,
    Form.MAIL: mail,
    Form.NOTICE: notice,
    Form.SALUTATION: _among(_SALUTATIONS),
    Form.ADDRESS: _among(_ADDRESSES),
    Form.STANDING: _among(_STANDINGS),
    Form.YES: _among(_YES),
    Form.PART: _among(_PARTS),
    Form.UNTIL: _among(_UNTIL),
}


@cache
def _countries() -> dict[str, str]:
    return _names("territories", lambda code: len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "ZZ"))


@cache
def _languages() -> dict[str, str]:
    return _names("languages", lambda code: len(code) == 2)


@cache
def _zones() -> set[str]:
    return available_timezones()


def _names(kind: str, wanted: Callable[[str], bool]) -> dict[str, str]:
    names: dict[str, str] = {}
    for tongue in ("en", "de"):
        for code, name in getattr(Locale(tongue), kind).items():
            if wanted(code):
                names |= {folded(name): code, folded(code): code}
    return names
