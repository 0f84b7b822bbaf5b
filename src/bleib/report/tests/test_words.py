from datetime import date
from decimal import Decimal

import pytest

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window
from bleib.report.words import Words, precision

DE, EN = Words("de", "EUR"), Words("en", "GBP")


@pytest.mark.parametrize(
    ("kind", "value", "german", "english"),
    [
        ("count", 2868, "2.868", "2,868"),
        ("percent", 67.9916, "68,0 %", "68.0 %"),
        ("money", Decimal("13759365.8400"), "13.759.366 €", "£13,759,366"),
        ("money", Decimal("-12.5000"), "-12,50 €", "-£12.50"),
        ("money", Decimal("9999.9900"), "9.999,99 €", "£9,999.99"),
        ("money", Decimal("-10000.4900"), "-10.000 €", "-£10,000"),
        ("compact", Decimal("13759365.8400"), "13,76 Mio. €", "£13.76M"),
        ("compact", Decimal("999.9900"), "999,99 €", "£999.99"),
        ("day", date(2011, 8, 31), "31.08.2011", "31 Aug 2011"),
        ("span", Window(date(2011, 7, 1), date(2011, 8, 1)), "01.07.2011 – 31.07.2011", "1 Jul 2011 – 31 Jul 2011"),
        ("span", Window(date(2011, 7, 1), date(2011, 7, 2)), "01.07.2011", "1 Jul 2011"),
        ("days", 1.0, "1 Tag", "1 day"),
        ("days", 30.5, "30,5 Tage", "30.5 days"),
        ("days_dative", 31, "31 Tagen", "31 days"),
        ("times", 3.0645, "3,1×", "3.1×"),
        ("whole", 37.6, "38", "38"),
    ],
)
def test_values_are_written_as_the_reader_writes_them(kind, value, german, english):
    assert DE.show(value, kind).replace("\u00a0", " ") == german
    assert EN.show(value, kind).replace("\u00a0", " ") == english


def test_amounts_of_a_column_are_equally_precise():
    assert precision([Decimal(-1850), Decimal("0.5"), None]) == "cents"
    assert precision([Decimal("12.5"), Decimal(-10000)]) == "units"
    assert precision([None]) == precision([]) == "cents"


def test_of_a_name_that_nobody_can_read_beginning_and_end_are_shown():
    assert EN.show("x" * 80, "name") == "x" * 80
    shown = EN.show("Adler " * 150 + "(4711)", "name")
    assert (len(shown), shown[:6], shown[-6:]) == (80, "Adler ", "(4711)")


def test_nothing_observed_is_a_dash_and_never_zero():
    assert DE.show(None, "percent") == DE.show(None, "money") == "–"


def test_what_rounds_to_nothing_has_no_sign():
    assert EN.share(-0.001) == "0.0"


@pytest.mark.parametrize(
    ("unit", "german", "english"),
    [
        (Unit.WEEK, "4. Juli 11", "4 Jul 11"),
        (Unit.MONTH, "Juli 11", "Jul 11"),
        (Unit.QUARTER, "Q3 2011", "Q3 2011"),
        (Unit.YEAR, "2011", "2011"),
    ],
)
def test_periods_are_short_enough_for_an_axis(unit, german, english):
    assert DE.period(date(2011, 7, 4), unit) == german
    assert EN.period(date(2011, 7, 4), unit) == english


def test_one_customer_is_not_spoken_of_in_the_plural():
    assert EN.say("stayed_won_back", won_back=1) == "1 came back after a pause and does not count as kept."
    assert DE.say("stayed_won_back", won_back=2) == "2 kamen nach einer Pause zurück und zählen nicht als gehalten."


def test_nobody_is_not_spoken_of_as_zero_people():
    assert DE.say("gone", lost=0) == "Verloren ging niemand."
    assert EN.say("moved", new=0) == "Nobody bought for the first time."


def test_another_language_is_refused_with_the_choices():
    with pytest.raises(UsageError, match="de, en"):
        Words("fr", "EUR")
