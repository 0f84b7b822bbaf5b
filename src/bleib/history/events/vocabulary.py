"""Keys that several kinds share, with the words that German and English exports put above them."""

from __future__ import annotations

from dataclasses import replace

from bleib.history.events.kinds import EventKey, Form
from bleib.history.sources.keys import KEYS


def key(name: str, form: Form, *, de: str, en: str, words: str) -> EventKey:
    return EventKey(name, form, de, en, tuple(words.split()))


def needed(each: EventKey) -> EventKey:
    return replace(each, needed=True)


CUSTOMER = EventKey("customer", Form.TEXT, KEYS["customer"].label_de, KEYS["customer"].label_en, KEYS["customer"].words)
CONTRACT = key(
    "contract",
    Form.TEXT,
    de="Vertrag",
    en="Contract",
    words="vertragsnr vertragsnummer vertragsid vertrag contractid contractnumber contractno contract subscriptionid "
    "subscription abonr abonummer",
)
AT = key(
    "at",
    Form.INSTANT,
    de="Zeitpunkt",
    en="Date and time",
    words="zeitpunkt timestamp datetime datum date eventdate eventtime createdat occurredat tag day",
)
PRODUCT = key(
    "product",
    Form.TEXT,
    de="Produkt",
    en="Product",
    words="artikelnr artikelnummer sku productcode productid produktid produktnr produkt product",
)
SECONDS = replace(
    key(
        "seconds",
        Form.WHOLE,
        de="Dauer in Sekunden",
        en="Seconds",
        words="usagedurationsecs durationsecs durationseconds sessionseconds seconds secs sekunden dauersekunden "
        "dauerinsekunden",
    ),
    low=0,
)
REASON = key(
    "reason",
    Form.CODE,
    de="Grund",
    en="Reason",
    words="kuendigungsgrund abgangsgrund verlustgrund grund reasoncode cancellationreason churnreason lostreason "
    "endreason reason",
)
CURRENCY = EventKey("currency", Form.TEXT, KEYS["currency"].label_de, KEYS["currency"].label_en, KEYS["currency"].words)
SEVERITIES = {
    **dict.fromkeys(("low", "niedrig", "gering", "minor"), "low"),
    **dict.fromkeys(("normal", "medium", "mittel", "default"), "normal"),
    **dict.fromkeys(("high", "hoch", "major"), "high"),
    **dict.fromkeys(("urgent", "dringend", "kritisch", "critical", "sehrhoch", "blocker", "sofort"), "urgent"),
}


def at(words: str) -> EventKey:
    """The instant of something, with the words of its own before the general ones."""
    return replace(AT, words=(*words.split(), *AT.words), needed=True)


def number_of(words: str, *, de: str, en: str) -> EventKey:
    """What the source calls a row."""
    return key("id", Form.TEXT, de=de, en=en, words=words)


def score(name: str, *, high: int, words: str) -> EventKey:
    """The points of an answer, from 1 (NPS: 0)."""
    low = 0 if name == "nps" else 1
    label = name.upper() if name != "score" else "Punkte"
    told = key(name, Form.WHOLE, de=label, en=label.replace("Punkte", "Score"), words=words)
    return replace(told, low=low, high=high)
