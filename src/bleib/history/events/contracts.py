"""The list of contracts or subscriptions: a row is a contract from a day on, further rows are what it became."""

from __future__ import annotations

from dataclasses import replace

from bleib.history.events import vocabulary as v
from bleib.history.events.kinds import EventKind, Form, Tells

# Without a number of its own a contract is what a customer has of a product from a day on; the customer's number must
# not stand in it, because it would stay there when the customer is erased.
_REF = "coalesce(k_contract, '~' || left(md5(concat_ws(chr(31), k_customer, k_product, d_start)), 16))"
# What ends is said as the first day without contract; German lists name the last day with one.
_ENDS_ON = "coalesce(d_end, d_last_day + 1)"
# Which of its contract's rows a row is, in time: the first one starts it, the others change it.
_NTH = (
    "CASE WHEN k_contract IS NULL THEN 1 ELSE row_number() OVER "
    "(PARTITION BY source, k_customer, k_contract ORDER BY k_start, d_end, d_last_day, k_amount, k_product) END"
)
_TERMS = {"ends_on": "d_ends", "term_months": "k_term", "notice_days": "k_notice_days", "trial": "k_trial"}


def _runs(type_: str, when: str) -> Tells:
    """From its start on the contract runs as the row says."""
    return Tells(
        type_,
        at="start",
        when=when,
        number="k_contract",
        ref=_REF,
        amount="coalesce(k_amount, CAST(k_yearly / 12 AS DECIMAL(18, 4)))",
        quantity="k_quantity",
        product="k_product",
        props=_TERMS,
    )


CONTRACTS = EventKind(
    "contract",
    "Verträge",
    "contracts",
    keys=(
        v.CONTRACT,
        v.CUSTOMER,
        v.needed(
            v.key(
                "start",
                Form.INSTANT,
                de="Beginn",
                en="Start",
                words="vertragsbeginn laufzeitbeginn laufzeitvon gueltigab beginn contractstart subscriptionstart "
                "startdate startedat validfrom start",
            )
        ),
        replace(
            v.key(
                "end",
                Form.INSTANT,
                de="Ende (erster Tag ohne)",
                en="End (first day without)",
                words="contractend subscriptionend enddate endedat canceledat cancelledat churnedat terminationdate "
                "validuntil",
            ),
            later=True,
        ),
        replace(
            v.key(
                "last_day",
                Form.INSTANT,
                de="Letzter Tag",
                en="Last day",
                words="vertragsende laufzeitende laufzeitbis gueltigbis letztertag endedatum lastday",
            ),
            later=True,
        ),
        v.key(
            "notice",
            Form.INSTANT,
            de="Gekündigt am",
            en="Notice given on",
            words="kuendigungsdatum kuendigungam gekuendigtam noticedate noticegivenat noticegivenon",
        ),
        replace(
            v.key(
                "amount",
                Form.NUMBER,
                de="Betrag je Monat",
                en="Amount per month",
                words="monatsbetrag monatspreis monatsentgelt monatsrate betragpromonat betragjemonat preispromonat "
                "mrramount mrr monthlyamount monthlyprice monthlyfee monthlyrevenue monthlycharges amountpermonth",
            ),
            low=0,
        ),
        replace(
            v.key(
                "yearly",
                Form.NUMBER,
                de="Betrag je Jahr",
                en="Amount per year",
                words="jahresbetrag jahrespreis jahresentgelt betragprojahr betragjejahr arramount arr annualamount "
                "annualvalue annualprice yearlyamount acv",
            ),
            low=0,
        ),
        replace(
            v.key(
                "quantity",
                Form.NUMBER,
                de="Plätze",
                en="Seats",
                words="seats lizenzen plaetze nutzer licenses licences menge anzahl quantity",
            ),
            low=0,
        ),
        replace(v.PRODUCT, words=("plantier", "planname", "plan", "tarifname", "tarif", "paket", *v.PRODUCT.words)),
        replace(
            v.key(
                "term",
                Form.WHOLE,
                de="Laufzeit in Monaten",
                en="Term in months",
                words="laufzeitmonate laufzeitinmonaten mindestlaufzeit laufzeit termmonths term",
            ),
            low=0,
        ),
        replace(
            v.key(
                "notice_days",
                Form.WHOLE,
                de="Kündigungsfrist in Tagen",
                en="Notice in days",
                words="kuendigungsfristtage kuendigungsfristintagen noticedays noticeperioddays",
            ),
            low=0,
        ),
        v.key("trial", Form.FLAG, de="Testphase", en="Trial", words="istrial trial testphase probezeit"),
        v.REASON,
        v.CURRENCY,
    ),
    tells=(
        _runs("contract_started", "nth = 1"),
        replace(_runs("contract_changed", "nth > 1"), may_vanish=True),
        Tells(
            "notice_given",
            at="notice",
            when="k_notice IS NOT NULL",
            number="k_contract",
            ref=_REF,
            props={"ends_on": "d_ends", "reason": "k_reason"},
            may_vanish=True,
        ),
        Tells(
            "contract_ended",
            at="ends",
            when="k_ends <= $now",
            number="k_contract",
            ref=_REF,
            props={"reason": "k_reason"},
            may_vanish=True,
        ),
    ),
    signs=(
        *("vertragsbeginn", "vertragsende", "vertragsnr", "vertragsnummer", "laufzeitbeginn", "monatsbetrag", "mrr"),
        *("mrramount", "contractstart", "contractend", "subscriptionstart", "subscriptionid", "contractid"),
    ),
    either=(("customer",),),
    also={
        "d_ends": _ENDS_ON,
        "k_ends": "coalesce(k_end, timezone($zone, CAST(d_last_day + 1 AS TIMESTAMP)))",
        "nth": _NTH,
    },
    checks=((f"{_ENDS_ON} < d_start", "ends_early", "end"),),
)
