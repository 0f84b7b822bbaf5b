"""The thirteen things a line can say, and the words ERPs and shops put above their columns for them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column's values have to look like."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"


@dataclass(frozen=True)
class Key:
    """One thing a line can say. `words` are headings, best first, as `plain` spells them."""

    name: str
    kind: Kind
    label_de: str
    label_en: str
    words: tuple[str, ...]


def _key(name: str, kind: Kind, *, de: str, en: str, words: str) -> Key:
    return Key(name, kind, de, en, tuple(words.split()))


KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        _key(
            "customer",
            Kind.TEXT,
            de="Kunde",
            en="Customer",
            words="kundennr kundennummer kundenid kundennum kdnr kdnummer debitor debitorennr debitorennummer "
            "debitornr debitorenkonto customerid customernumber customerno customernr customercode custid "
            "custno customer kunde kundenkonto clientid clientno client accountid accountnumber accountno "
            "account buyerid buyer soldto soldtoparty auftraggeber rechnungsempfaenger companyid memberid "
            "userid",
        ),
        _key(
            "name",
            Kind.TEXT,
            de="Name des Kunden",
            en="Customer name",
            words="kundenname firma firmenname firmenbezeichnung debitorname name1 customername companyname company "
            "accountname clientname billingcompany name",
        ),
        _key(
            "order",
            Kind.TEXT,
            de="Bestellnummer",
            en="Order number",
            words="rechnungsnr rechnungsnummer rechnung rechnr belegnr belegnummer auftragsnr auftragsnummer auftrag "
            "bestellnr bestellnummer bestellung bestellid vorgangsnr vorgangsnummer invoiceno invoicenumber "
            "invoicenr invoiceid invoice orderno ordernumber ordernr orderid order salesorder documentno "
            "documentnumber docno beleg vorgang transactionid transaction receiptno purchaseid opportunityid "
            "subscriptionid contractid faktura fakturanr fakturanummer",
        ),
        _key(
            "line",
            Kind.TEXT,
            de="Position",
            en="Line",
            words="positionsnr positionsnummer posnr position pos zeilennr zeile lineno linenumber linenr lineid line "
            "lineitemid itemline orderdetailid orderlineid",
        ),
        _key(
            "at",
            Kind.INSTANT,
            de="Zeitpunkt",
            en="Date and time",
            words="rechnungsdatum belegdatum auftragsdatum bestelldatum bestellzeit bestelltam rechdatum "
            "buchungsdatum invoicedate orderdate ordertime orderedat purchasedate purchasedat transactiondate "
            "documentdate postingdate salesdate datum date createdat created timestamp zeitpunkt datetime "
            "startdate closedate fakturadatum lieferdatum leistungsdatum",
        ),
        _key(
            "product",
            Kind.TEXT,
            de="Artikelnummer",
            en="Product code",
            words="artikelnr artikelnummer artnr artikelcode artikelid articlenumber articleno articleid articlecode "
            "stockcode sku productcode productid productnumber productno productsku itemno itemnumber itemcode "
            "itemid materialnr materialnummer material partno partnumber produktnr produktnummer produktid "
            "artikel article product produkt item plan plantier",
        ),
        _key(
            "description",
            Kind.TEXT,
            de="Bezeichnung",
            en="Description",
            words="bezeichnung artikelbezeichnung artikelbez artikelname artikeltext produktname produktbezeichnung "
            "beschreibung description productname productdescription articlename itemname itemdescription "
            "productitle text positionstext",
        ),
        _key(
            "quantity",
            Kind.NUMBER,
            de="Menge",
            en="Quantity",
            words="menge liefermenge bestellmenge anzahl stueck stueckzahl stk quantity qty quantityordered units "
            "unitssold",
        ),
        _key(
            "price",
            Kind.NUMBER,
            de="Einzelpreis",
            en="Price per unit",
            words="einzelpreis einzelpreisnetto stueckpreis preisjeeinheit preisprostueck nettopreis vkpreis "
            "verkaufspreis epreis unitprice priceperunit itemprice price preis",
        ),
        _key(
            "amount",
            Kind.NUMBER,
            de="Betrag der Position",
            en="Amount of the line",
            words="positionsbetrag positionswert positionssumme zeilenbetrag nettobetrag gesamtpreis gesamtbetrag "
            "betrag nettoumsatz umsatz nettowert warenwert gesamt summe wert linetotal linenet lineamount "
            "netamount netvalue amount total totalprice totalamount subtotal revenue sales salesamount turnover "
            "value extendedprice closevalue mrramount ordertotal orderamount grandtotal",
        ),
        _key(
            "cost",
            Kind.NUMBER,
            de="Wareneinsatz der Position",
            en="Cost of the line",
            words="wareneinsatz einstandswert kosten positionskosten linecost costofgoods cogs cost",
        ),
        _key(
            "currency",
            Kind.TEXT,
            de="Währung",
            en="Currency",
            words="waehrung waehrungscode whg wkz currency currencycode curr",
        ),
        _key(
            "country",
            Kind.TEXT,
            de="Land",
            en="Country",
            words="land laendercode laenderkz laenderkennzeichen staat country countrycode billingcountry shipcountry",
        ),
    )
}

WORDS = frozenset(word for key in KEYS.values() for word in key.words)
# The score of a heading that is one of the words, not just like one of them.
KNOWN = 0.5
# Amounts beside the one of the order: a heading that only resembles a known word must not mean one of them.
OTHER_AMOUNTS = re.compile(
    r"refund|discount|tax|(?<!pri)vat|shipping|paid|due|open|budget|rabatt|skonto|steuer|mwst|^ust|fracht|versand|porto|"
    r"gutschrift|storno|offen|zahlung|zahlbetrag|bezahlt|vorjahr|vj$|^vj|^plan"
)
TAX_ASIDE = re.compile(r"ohne|netto|exkl|excl|extax|exvat|zzgl|before|without|inkl|incl")
# A `Rechnungsart` is no number of an invoice, and a `customer_status` no customer.
OTHER_TEXTS = re.compile(r"(art|typ|type|status)$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(heading: str) -> str:
    """A heading without case, umlauts and punctuation: `Kunden-Nr.` and `KUNDENNR` are `kundennr`."""
    folded = heading.strip().lower().translate(_UMLAUTS)
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only)


def without_unit(heading: str) -> str:
    """`Menge (Stk)` and `Betrag in EUR` without what they are counted in."""
    return re.sub(r"(?i)\(.*?\)|\[.*?\]|[\s_](in[\s_])?(EUR|USD|GBP|CHF|€|[$]|£)(?!\w)", " ", heading)


def heading_score(key: Key, heading: str) -> float:
    """How well a heading fits: 1 down to 0.5 for a known word, 0.4 where a known word begins or ends it, else 0."""
    spelled = plain(heading)
    for each in (spelled, plain(without_unit(heading))):
        if each in key.words:
            return 1.0 - 0.5 * key.words.index(each) / len(key.words)
    if key.kind is Kind.NUMBER and OTHER_AMOUNTS.search(spelled) and not TAX_ASIDE.search(spelled):
        return 0.0
    if OTHER_TEXTS.search(spelled):
        return 0.0
    long_words = [word for word in key.words if len(word) >= 6]
    if any(spelled.endswith(word) or spelled.startswith(word) for word in long_words):
        return 0.4
    return 0.0


def is_heading_word(text: str) -> bool:
    """Is this, with or without its unit, one of the words that we know? Then some key's `heading_score` is KNOWN."""
    return plain(text) in WORDS or plain(without_unit(text)) in WORDS
