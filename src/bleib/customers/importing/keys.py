"""What a column of a customer list can say, and the headings that programs give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bleib.history.sources.keys import plain
from bleib.kernel.errors import UsageError


class Form(StrEnum):
    """What a value has to look like; the words are looked up (see lookups.py)."""

    TEXT = "text"
    MAIL = "mail"
    NUMBER = "number"
    WHOLE = "whole number"
    DATE = "date"
    VAT = "VAT id"
    COUNTRY = "country"
    LANGUAGE = "language"
    ZONE = "time zone"
    DOMAIN = "web domain"
    SALUTATION = "salutation"
    ADDRESS = "Sie or du"
    STANDING = "prospect, customer or former"
    YES = "yes or no"
    PART = "role"
    NOTICE = "notice period"
    UNTIL = "end"
    WORDS = "words"


@dataclass(frozen=True)
class Key:
    """One thing a column can say: of which table, in which form. `words` are headings as `plain` spells them."""

    name: str
    table: str
    form: Form
    words: tuple[str, ...]


def _key(name: str, table: str, words: str, *, form: Form = Form.TEXT) -> Key:
    return Key(name, table, form, tuple(words.split()))


_NUMBER = (
    "kundennr kundennummer kundenid kundennum kdnr kdnummer debitor debitorennr debitorennummer debitornr "
    "debitorenkonto customernumber customerno customernr customerid customercode custid custno accountid accountnumber "
    "accountno clientid clientno companyid recordid kunde customer"
)
KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        _key("number", "customer", _NUMBER),
        _key(
            "name", "customer",
            "firma firmenname firmenbezeichnung kundenname debitorname name1 unternehmen companyname company "
            "accountname customername clientname account billingcompany organisation organization "
            "nameadressattypunternehmen name",
        ),
        _key("is_person", "customer", "isperson privatperson privatkunde natuerlicheperson", form=Form.YES),
        _key(
            "vat_id", "customer",
            "ustid ustidnr ustidnummer umsatzsteuerid umsatzsteueridentnummer uid uidnummer vatid vatnumber vatno vat "
            "vatidnumber billingvatid",
            form=Form.VAT,
        ),
        _key("register_number", "customer", "registernummer handelsregisternummer hrb hrnummer registernumber "
            "registrationnumber"),
        _key("register_court", "customer", "registergericht amtsgericht registercourt"),
        _key("street", "customer", "strasse strassehausnummer anschrift adresse street streetaddress address "
            "address1 addressline1 billingstreet"),
        _key("postcode", "customer", "plz postleitzahl postcode postalcode zip zipcode billingzipcode billingzip"),
        _key("city", "customer", "ort stadt city town billingcity"),
        _key("country", "customer", "land laendercode laenderkz staat country countrycode countryregion "
            "billingcountry officelocation", form=Form.COUNTRY),
        _key("domain", "customer", "website webseite homepage domain companydomainname url web "
            "internet", form=Form.DOMAIN),
        _key("mail", "customer", "emailfirma firmenemail companyemail", form=Form.MAIL),
        _key("phone", "customer", "telefon telefonnummer tel phone phonenumber telephone"),
        _key("industry", "customer", "branche industry sector branchenbezeichnung"),
        _key("language", "customer", "sprache language locale preferredlanguage", form=Form.LANGUAGE),
        _key("time_zone", "customer", "zeitzone timezone", form=Form.ZONE),
        _key(
            "acquired_through", "customer",
            "herkunft quelle akquise akquisequelle leadquelle source leadsource referralsource originalsource "
            "acquisitionsource acquiredthrough",
        ),
        _key("referred_by", "customer", "empfohlenvon geworbenvon referredby referrer"),
        _key("parent", "customer", "muttergesellschaft konzern mutterunternehmen parent parentcompany "
            "parentaccount subsidiaryof"),
        _key("owner", "customer", "betreuer kundenbetreuer verantwortlich owner companyowner accountowner "
            "accountmanager", form=Form.MAIL),
        _key("standing", "customer", "kundenstatus kundentyp standing lifecyclestage", form=Form.STANDING),
        _key("since", "customer", "kundeseit customersince signupdate createdate createdat angelegtam "
            "erstelltam since", form=Form.DATE),
        _key("tags", "customer", "tags schlagworte schlagwoerter labels", form=Form.WORDS),
        _key("salutation", "contact", "anrede salutation", form=Form.SALUTATION),
        _key("address", "contact", "ansprache duzen siedu", form=Form.ADDRESS),
        _key("title", "contact", "titel title"),
        _key("first_name", "contact", "vorname firstname billingfirstname givenname"),
        _key("last_name", "contact", "nachname lastname surname billinglastname familyname"),
        _key("full_name", "contact", "ansprechpartner kontakt kontaktperson contactname contact contactperson "
            "fullname"),
        _key("position", "contact", "position funktion jobtitle contacttitle"),
        _key("department", "contact", "abteilung department billingdepartment"),
        _key("contact_mail", "contact", "email emailadresse mail emailaddress contactemail", form=Form.MAIL),
        _key("contact_phone", "contact", "telefonansprechpartner durchwahl contactphone mobil mobile mobilephone"),
        _key("roles", "contact", "rolle rollen role roles buyingrole", form=Form.PART),
        _key("contract", "contract", "vertragsnr vertragsnummer vertrag vertragid contractnumber contractno "
            "contractid contract subscriptionid subscription aboid abonummer"),
        _key("starts_on", "contract", "vertragsbeginn beginn laufzeitbeginn startdatum contractstart startdate "
            "starts start", form=Form.DATE),
        _key("ends_on", "contract", "vertragsende ende laufzeitende enddatum contractend enddate ends "
            "gekuendigtzum", form=Form.DATE),
        _key("term_months", "contract", "laufzeit laufzeitmonate mindestlaufzeit term termmonths "
            "contractterm", form=Form.WHOLE),
        _key("renewal_months", "contract", "verlaengerung verlaengerungmonate renewal renewalmonths", form=Form.WHOLE),
        _key("notice", "contract", "kuendigungsfrist notice noticeperiod", form=Form.NOTICE),
        _key("notice_until", "contract", "kuendbarzum noticeto noticeuntil", form=Form.UNTIL),
        _key("notice_given_on", "contract", "kuendigungseingang gekuendigtam noticegivenon noticedate", form=Form.DATE),
        _key("amount_per_month", "contract", "monatsbetrag betragmonat monatlich betragpromonat mrr mrramount "
            "monthlyamount monthlyfee amountpermonth monthlycharges", form=Form.NUMBER),
        _key("amount_per_year", "contract", "jahresbetrag betragjahr jaehrlich arr arramount yearlyamount "
            "annualamount", form=Form.NUMBER),
        _key("quantity", "contract", "anzahl lizenzen menge seats quantity licenses", form=Form.NUMBER),
        _key("currency", "contract", "waehrung currency"),
        _key("is_trial", "contract", "probe testphase trial istrial", form=Form.YES),
        _key("valid_from", "contract", "gueltigab aenderungzum validfrom effectivedate", form=Form.DATE),
        _key(
            "product", "product",
            "artikelnr artikelnummer sku productcode productid productno itemno produktnr produktnummer produkt "
            "product tarif plan plantier",
        ),
        _key("product_name", "product", "artikelbezeichnung artikelname produktname bezeichnung productname "
            "itemname description"),
        _key("product_group", "product", "warengruppe artikelgruppe produktgruppe productgroup category "
            "categoryname series kategorie"),
    )
}  # fmt: skip


def recognised(headings: Sequence[str], wanted: Mapping[str, str], preset: Mapping[str, str]) -> dict[str, int]:
    """Key to column: what the user said, else the preset, else the heading; a column says one thing only.

    Raises UsageError where the user named a column that is not there.
    """
    spelled = [plain(each) for each in headings]
    found: dict[str, int] = {}
    for key, heading in wanted.items():
        if heading:
            found[key] = _column(headings, spelled, key=key, wanted=heading)
    taken = set(found.values())
    unasked = {key for key, heading in preset.items() if not heading}
    for key, heading in preset.items():
        index = spelled.index(plain(heading)) if heading and plain(heading) in spelled else None
        if key not in wanted and index is not None and index not in taken:
            found[key] = index
            taken.add(index)
    scored = [
        (entry.words.index(word), index, entry.name)
        for entry in KEYS.values()
        for index, word in enumerate(spelled)
        if word in entry.words and entry.name not in wanted and entry.name not in unasked
    ]
    for _place, index, name in sorted(scored):
        if name not in found and index not in taken:
            found[name] = index
            taken.add(index)
    return found


def parse_map(assignments: Sequence[str]) -> dict[str, str]:
    """Read `--map KEY=COLUMN` arguments. Raises UsageError."""
    wanted = {}
    for each in assignments:
        key, separator, column = each.partition("=")
        if not separator or not (key.strip() in KEYS or key.strip().startswith("field:")):
            raise UsageError(f"--map {each}: write KEY=COLUMN, where KEY is one of: {' '.join(KEYS)}, or field:NAME.")
        wanted[key.strip()] = column.strip()
    return wanted


def _column(headings: Sequence[str], spelled: Sequence[str], *, key: str, wanted: str) -> int:
    if wanted in headings:
        return headings.index(wanted)
    if plain(wanted) and plain(wanted) in spelled:
        return spelled.index(plain(wanted))
    if wanted.isdigit() and 1 <= int(wanted) <= len(headings):
        return int(wanted) - 1
    raise UsageError(f"--map {key}={wanted}: there is no such column. The columns are {', '.join(headings)}.")
