"""The kind of a file is told by its headings where they are clear, and asked for otherwise."""

from __future__ import annotations

import pytest

from bleib.kernel.errors import BleibError, UsageError

CLEAR = [
    ("contract", "Vertragsnr;Kundennr;Vertragsbeginn;Monatsbetrag", "V1;17;01.02.2025;100,00"),
    ("contract", "subscription_id,account_id,start_date,end_date,mrr", "S1,17,2025-02-01,,100"),
    ("usage", "Kundennr;Nutzungsdatum;Funktion;Anzahl", "17;01.02.2025;Export;3"),
    ("usage", "account,usage_date,feature_name,usage_count", "17,2025-02-01,export,3"),
    ("visit", "customer_id,login_at,page", "17,2025-02-01 10:00,start"),
    ("case", "Ticketnr;Kunde;Eröffnet am;Geschlossen am;Priorität", "T1;17;01.02.2025;02.02.2025;hoch"),
    ("answer", "Kunde;Umfragedatum;NPS", "17;01.02.2025;9"),
    ("left", "account_id,churn_date,reason_code", "17,2025-02-01,price"),
    ("deal", "opportunity_id,account,deal_stage,engage_date,close_date", "O1,17,Won,2025-01-01,2025-02-01"),
]


@pytest.mark.parametrize(("kind", "heading", "line"), CLEAR)
def test_clear_headings_tell_the_kind(read, kind, heading, line):
    assert read(heading, line).kinds == {"export.csv": kind}


def test_headings_that_tell_nothing_ask_for_the_kind(read):
    with pytest.raises(
        BleibError, match=r"it tells nothing that Bleib knows\.\nSay what it is with --kind, which is one"
    ):
        read("customer,date,value", "17,2025-02-01,9")


def test_the_user_says_kind_and_columns(read):
    found = read("customer,date,value", "17,2025-02-01,9", kind="answer", columns={"nps": "value"})
    assert found.one("answer").props == {"kind": "nps", "score": 9}


def test_what_a_kind_lacks_is_named_with_the_columns_there_are(read):
    with pytest.raises(
        BleibError, match=r"for cases no column was recognised for id and opened\. The columns are: cus"
    ):
        read("customer,shade", "17,red", kind="case")


def test_an_unknown_kind_is_named_with_those_there_are(read):
    with pytest.raises(
        UsageError, match=r"--kind party: there is no such kind\. There are: order, contract, usage, visit"
    ):
        read("customer,date", "17,2025-02-01", kind="party")


def test_a_column_that_does_not_exist_is_named(read):
    with pytest.raises(UsageError, match="--map nps=Note: there is no such column"):
        read("Kunde;Umfragedatum;NPS", "17;01.02.2025;9", columns={"nps": "Note"})


def test_a_column_that_was_taken_away_is_not_read(read):
    found = read("Kunde;Umfragedatum;NPS", "17;01.02.2025;9", columns={"customer": ""})
    assert found.one("answer").customer is None


def test_a_name_is_no_customer(read):
    """The names of people who answered stay out of the history."""
    found = read("Customer Name,Survey date,NPS", "Krista Richards,13-02-2025,9")
    assert found.columns == {"at": "Survey date", "nps": "NPS"}


def test_free_text_is_no_reason(read):
    lines = [f"17,2025-02-01,they told us on day {n} that the price was far too high for them" for n in range(9)]
    assert read("account,churn_date,reason", *lines).columns == {"customer": "account", "at": "churn_date"}
