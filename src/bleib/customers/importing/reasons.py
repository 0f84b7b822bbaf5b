"""Why a line or a cell was not taken, in the reader's language."""

from __future__ import annotations

from bleib.history.sources import reasons

# Of these the whole line is rejected; of all others only the cell is left out.
WHOLE_LINE = ("no_customer", "no_start", "no_amount", "ends_early", "no_code", "other_currency", "supplier",
              "known_elsewhere", "erased")  # fmt: skip

REASONS: dict[str, tuple[str, str]] = {
    "no_customer": (
        "Die Zeile sagt nicht, um welchen Kunden es geht: Nummer, Name und E-Mail-Adresse fehlen.",
        "The line does not say which customer it is about: number, name and e-mail address are missing.",
    ),
    "no_start": ("Der Beginn des Vertrags fehlt oder ist kein Datum.", "The contract's start is missing or no date."),
    "no_amount": (
        "Der Betrag fehlt, ist keine Zahl oder negativ.",
        "The amount is missing, no number, or negative.",
    ),
    "ends_early": ("Der Vertrag endet vor seinem Beginn.", "The contract ends before it starts."),
    "no_code": ("Der Produktcode fehlt.", "The product code is missing."),
    "other_currency": (
        "Das ist nicht die Währung, in der hier gezählt wird.",
        "This is not the currency that is counted in here.",
    ),
    "supplier": ("Das Konto ist keines eines Debitors.", "The account is not that of a debtor."),
    "erased": (
        "Dieser Kunde wurde gelöscht und kommt nicht mit einer Datei zurück.",
        "This customer was erased and does not come back with a file.",
    ),
    "known_elsewhere": (
        "Dieser Vertrag gehört schon einem anderen Kunden.",
        "This contract is another customer's already.",
    ),
    "too_long": ("Der Text ist zu lang.", "The text is too long."),
    "unknown": (
        "Ausgelassen: So einen Datensatz gibt es nicht.",
        "Left out: there is no such record.",
    ),
    "bad_form": (
        "Ausgelassen: Das wurde nicht verstanden ({form}).",
        "Left out: this was not understood ({form}).",
    ),
}
FORMS_DE = {
    "mail": "E-Mail-Adresse", "number": "Zahl", "whole number": "ganze Zahl", "date": "Datum", "VAT id": "USt-IdNr.",
    "country": "Land", "language": "Sprache", "time zone": "Zeitzone", "web domain": "Webadresse",
    "salutation": "Anrede", "Sie or du": "Sie oder du", "prospect, customer or former": "Interessent, Kunde, ehemalig",
    "yes or no": "ja oder nein", "choice": "Wort aus der Auswahl",
    "role": "Rolle", "notice period": "Kündigungsfrist", "end": "kündbar zum",
}  # fmt: skip


def reason(code: str, form: str, lang: str) -> str:
    """The sentence for a code."""
    if code not in REASONS:
        return reasons.reason(code, form, lang)
    german, english = REASONS[code]
    return german.format(form=FORMS_DE.get(form, form)) if lang == "de" else english.format(form=form)
