"""The kinds there are. `order` is not among them: orders are read by `sources`."""

from __future__ import annotations

from dataclasses import replace

from bleib.history.events import vocabulary as v
from bleib.history.events.contracts import CONTRACTS
from bleib.history.events.kinds import EventKey, EventKind, Form, Tells

USAGE = EventKind(
    "usage",
    "Nutzung",
    "usage",
    keys=(
        v.number_of("usageid nutzungsid eventid logid", de="Nummer", en="Number"),
        v.CUSTOMER,
        v.CONTRACT,
        v.at("usagedate usedat usedon nutzungsdatum genutztam"),
        v.needed(replace(v.PRODUCT, words=("featurename", "feature", "funktion", "modul", "module", *v.PRODUCT.words))),
        replace(
            v.key(
                "quantity",
                Form.NUMBER,
                de="Anzahl",
                en="Times",
                words="usagecount nutzungen aufrufe uses calls anzahl count quantity menge",
            ),
            low=0,
        ),
        v.SECONDS,
        replace(
            v.key("errors", Form.WHOLE, de="Fehler", en="Errors", words="errorcount fehleranzahl errors fehler"), low=0
        ),
    ),
    tells=(
        Tells(
            "usage",
            at="at",
            number="k_id",
            quantity="coalesce(k_quantity, 1)",
            product="k_product",
            props={"seconds": "k_seconds", "errors": "k_errors"},
        ),
    ),
    signs=("usageid", "usagedate", "usagecount", "featurename", "nutzungsdatum", "nutzungen", "genutztam", "usedat"),
    either=(("customer", "contract"),),
)

VISITS = EventKind(
    "visit",
    "Besuche",
    "visits",
    keys=(
        v.number_of("visitid hitid besuchsid sessionid", de="Nummer", en="Number"),
        v.CUSTOMER,
        v.at("datehit visitedat visitdate besuchsdatum besuchtam hitdate loginat logindate"),
        v.key("left", Form.INSTANT, de="Ende", en="End", words="dateleft leftat verlassenam"),
        v.key("product", Form.TEXT, de="Seite", en="Page", words="page pageid seite seitenid bereich area"),
        v.SECONDS,
    ),
    tells=(
        Tells(
            "visit",
            at="at",
            number="k_id",
            product="k_product",
            props={"seconds": "coalesce(k_seconds, greatest(date_diff('second', k_at, k_left), 0))"},
        ),
    ),
    signs=(
        "datehit",
        "visitid",
        "visitedat",
        "visitdate",
        "besuchsdatum",
        "besuchtam",
        "hitid",
        "loginat",
        "logindate",
    ),
    either=(("customer",),),
)

_CASE_NUMBER = (
    "ticketid ticketnr ticketnummer ticketnumber ticket caseid casenumber caseno fallnr fallnummer anliegennr "
    "anliegennummer vorgangsnr"
)
CASES = EventKind(
    "case",
    "Anliegen",
    "cases",
    keys=(
        v.needed(v.number_of(_CASE_NUMBER, de="Nummer", en="Number")),
        v.CUSTOMER,
        v.needed(
            v.key(
                "opened",
                Form.INSTANT,
                de="Eröffnet",
                en="Opened",
                words="submittedat openedat opened opendate eroeffnetam eroeffnet erstelltam eingegangenam eingang "
                "createdat created datum date",
            )
        ),
        v.key(
            "closed",
            Form.INSTANT,
            de="Gelöst",
            en="Closed",
            words="closedat closed closedate resolvedat solvedat geschlossenam geloestam erledigtam abgeschlossenam",
        ),
        replace(
            v.key(
                "severity",
                Form.CHOICE,
                de="Dringlichkeit",
                en="Severity",
                words="priority severity prioritaet dringlichkeit",
            ),
            choices=v.SEVERITIES,
        ),
        replace(
            v.key(
                "first_answer",
                Form.WHOLE,
                de="Erste Antwort in Minuten",
                en="Minutes to the first answer",
                words="firstresponsetimeminutes firstresponseminutes ersteantwortminuten erstreaktionminuten",
            ),
            low=0,
        ),
        v.key(
            "escalated",
            Form.FLAG,
            de="Eskaliert",
            en="Escalated",
            words="escalationflag escalated eskaliert eskalation",
        ),
        v.score("score", high=5, words="satisfactionscore csatscore csat zufriedenheitsnote zufriedenheit bewertung"),
    ),
    tells=(
        Tells("case_opened", at="opened", number="k_id", ref="k_id", props={"severity": "k_severity"}),
        Tells(
            "case_closed",
            at="closed",
            when="k_closed IS NOT NULL",
            number="k_id",
            ref="k_id",
            props={"severity": "k_severity", "escalated": "k_escalated", "first_answer": "k_first_answer"},
            may_vanish=True,
        ),
        Tells(
            "answer",
            at="closed",
            when="k_score IS NOT NULL AND k_closed IS NOT NULL",
            number="k_id",
            ref="k_id",
            props={"kind": "'csat'", "score": "k_score"},
            may_vanish=True,
        ),
    ),
    signs=("ticketid", "ticketnr", "ticketnummer", "ticketnumber", "caseid", "casenumber", "fallnr", "anliegennr"),
    either=(("customer",),),
    checks=(("k_closed < k_opened", "ends_early", "closed"),),
)


def _answer(kind: str, value: str) -> Tells:
    return Tells(
        "answer",
        at="at",
        when=f"{value} IS NOT NULL",
        number=f"k_id || '{kind}'" if kind != "score" else "k_id",
        ref="k_case",
        props={"kind": "k_survey" if kind == "score" else f"'{kind}'", "score": value},
    )


ANSWERS = EventKind(
    "answer",
    "Umfrageantworten",
    "survey answers",
    keys=(
        v.number_of("answerid responseid antwortid antwortnr surveyid id", de="Nummer", en="Number"),
        v.CUSTOMER,
        v.at("surveydate answeredat respondedat submittedat umfragedatum befragungsdatum antwortdatum beantwortetam"),
        v.key("case", Form.TEXT, de="Anliegen", en="Case", words=_CASE_NUMBER),
        v.score("nps", high=10, words="nps npsscore npswert weiterempfehlung"),
        v.score("csat", high=5, words="csat csatscore zufriedenheit satisfactionscore"),
        v.score("ces", high=7, words="ces cesscore aufwand"),
        EventKey(
            "survey",
            Form.CHOICE,
            "Art der Umfrage",
            "Kind of survey",
            ("surveytype", "surveykind", "umfrageart", "fragetyp", "metric", "kennzahl"),
            choices={"nps": "nps", "csat": "csat", "ces": "ces"},
        ),
        replace(v.score("score", high=10, words="score punkte wertung antwort answer rating"), low=0),
    ),
    tells=(
        *(_answer(kind, f"k_{kind}") for kind in ("nps", "csat", "ces")),
        _answer("score", "CASE WHEN k_nps IS NULL AND k_csat IS NULL AND k_ces IS NULL THEN k_score END"),
    ),
    signs=("nps", "npsscore", "csat", "csatscore", "ces", "cesscore", "umfrageart", "surveytype"),
    either=(("nps", "csat", "ces", "score"),),
    checks=(
        ("coalesce(k_nps, k_csat, k_ces, k_score) IS NULL", "missing_number", "score"),
        ("coalesce(k_nps, k_csat, k_ces) IS NULL AND k_survey IS NULL", "bad_choice", "survey"),
        ("k_survey = 'csat' AND k_score NOT BETWEEN 1 AND 5", "bad_score", "score"),
        ("k_survey = 'ces' AND k_score NOT BETWEEN 1 AND 7", "bad_score", "score"),
    ),
    anonymous=True,
)

LEAVING = EventKind(
    "left",
    "Abgänge",
    "customers who left",
    keys=(
        v.number_of("churneventid abgangsid churnid", de="Nummer", en="Number"),
        v.CUSTOMER,
        v.at("churndate churnedat leftat abgangsdatum abwanderungsdatum"),
        v.REASON,
    ),
    tells=(Tells("customer_left", at="at", number="k_id", props={"reason": "k_reason"}),),
    signs=("churndate", "churneventid", "churnedat", "abgangsdatum", "abwanderungsdatum"),
    either=(("customer",),),
)

_STAGES = {
    **dict.fromkeys(("won", "gewonnen", "closedwon"), "won"),
    **dict.fromkeys(("lost", "verloren", "closedlost"), "lost"),
}
_CLOSED = Tells("deal_lost", at="closed", when="k_stage = 'lost'", number="k_id", ref="k_id", product="k_product")
DEALS = EventKind(
    "deal",
    "Verkaufschancen",
    "deals",
    keys=(
        v.needed(
            v.number_of("opportunityid dealid chancennr chancennummer opportunity deal", de="Nummer", en="Number")
        ),
        v.CUSTOMER,
        v.PRODUCT,
        replace(
            v.key("stage", Form.CHOICE, de="Phase", en="Stage", words="dealstage stage vertriebsphase phase"),
            choices=_STAGES,
            others=True,
        ),
        v.key("opened", Form.INSTANT, de="Eröffnet", en="Opened", words="engagedate openedat createddate createdat"),
        v.key("closed", Form.INSTANT, de="Entschieden", en="Closed", words="closedate closedat abschlussdatum"),
        v.key("amount", Form.NUMBER, de="Betrag", en="Amount", words="closevalue dealvalue auftragswert betrag amount"),
        v.REASON,
        v.CURRENCY,
    ),
    tells=(
        Tells("deal_opened", at="opened", when="k_opened IS NOT NULL", number="k_id", ref="k_id", product="k_product"),
        replace(_CLOSED, type="deal_won", when="k_stage = 'won'", amount="k_amount", may_vanish=True),
        replace(_CLOSED, props={"reason": "k_reason"}, may_vanish=True),
    ),
    signs=("dealstage", "opportunityid", "dealid", "vertriebsphase"),
    either=(("customer",), ("opened", "closed"), ("stage",)),
    checks=(
        ("k_stage IS NOT NULL AND k_closed IS NULL", "missing_at", "closed"),
        ("k_stage IS NULL AND k_opened IS NULL", "missing_at", "opened"),
    ),
)

KINDS = {each.name: each for each in (CONTRACTS, USAGE, VISITS, CASES, ANSWERS, LEAVING, DEALS)}
