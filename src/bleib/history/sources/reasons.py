"""Why a line was rejected, in the reader's language. `{form}` is how the column is written."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "heading_again": ("Die Überschrift steht hier noch einmal.", "The heading stands here once more."),
    "missing_at": ("Das Datum fehlt.", "The date is missing."),
    "bad_at": ("Das ist kein Datum der Form {form}.", "This is not a date written as {form}."),
    "early_at": ("Das Datum liegt vor 1970.", "The date lies before 1970."),
    "late_at": ("Das Datum liegt in der Zukunft.", "The date lies in the future."),
    "bad_number": (
        "Das ist keine Zahl mit {form} (oder sie ist zu groß).",
        "This is not a number with a {form} (or it is too large).",
    ),
    "missing_text": ("Die Nummer fehlt.", "The number is missing."),
    "missing_customer": (
        "Es ist nicht bekannt, welcher Kunde es war.",
        "It is not known which customer it was.",
    ),
    "negative": ("Die Zahl ist negativ.", "The number is negative."),
    "bad_score": ("So viele Punkte gibt es hier nicht.", "There is no such score here."),
    "bad_choice": ("Die Art der Umfrage ist unbekannt.", "The kind of survey is not known."),
    "ends_early": ("Das Ende liegt vor dem Anfang.", "The end lies before the beginning."),
    "missing_number": ("Die Zahl fehlt.", "The number is missing."),
    "bad_currency": (
        "Das ist keine Währung mit drei Buchstaben, wie EUR.",
        "This is not a currency of three letters, such as EUR.",
    ),
    "too_large": ("Preis mal Menge ist zu groß.", "Price times quantity is too large."),
    "too_long": ("Der Text ist länger als 1000 Zeichen.", "The text is longer than 1,000 characters."),
    "no_head": (
        "Zu dieser Bestellnummer fehlt der Kopf in den anderen Dateien.",
        "The other files have no head for this order number.",
    ),
    "open_quote": (
        "Ein Anführungszeichen wird geöffnet und nie geschlossen.",
        "A quotation mark is opened and never closed.",
    ),
    "too_many_fields": (
        "Die Zeile hat mehr Felder als die Überschrift; steht ein Trennzeichen in einem Text?",
        "The line has more fields than the heading; is there a delimiter inside a text?",
    ),
}

FORMS = {
    ",": ("Dezimalkomma", "decimal comma"),
    ".": ("Dezimalpunkt", "decimal point"),
}


def reason(code: str, form: str, lang: str) -> str:
    """The sentence for a code."""
    german, english = REASONS[code]
    form_german, form_english = FORMS.get(form, (form, form))
    return german.format(form=form_german) if lang == "de" else english.format(form=form_english)
