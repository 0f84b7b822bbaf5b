"""`bleib forecast`: who will leave, from files and from the installation."""

from datetime import date, timedelta

import pytest

from bleib.cli.tests.shops import START, shop, written

pytestmark = pytest.mark.slow

EUR = ("--currency", "EUR")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return written(tmp_path_factory.mktemp("shop") / "orders.csv", shop())


@pytest.mark.files
def test_the_likeliest_leavers_are_listed_with_what_is_at_risk(bleib, file):
    answer = bleib("forecast", file, *EUR, "--top", "3", lang="de")
    assert (answer.code, answer.err.count("Traceback")) == (0, 0)
    assert "Prognose ab" in answer.out
    assert "Wer wohl geht, der meiste gefährdete Umsatz zuerst" in answer.out


@pytest.mark.files
def test_json_tells_of_every_customer(bleib, file):
    told = bleib("forecast", file, *EUR, "--horizon", "60", "--json", "-").data
    assert (told["horizon"], told["currency"], len(told["customers"])) == (60, "EUR", 40)
    leave = {row["customer"]: row["leave"] for row in told["customers"]}
    assert leave["K0"] > 0.9 > 0.5 > leave["K1"]
    risks = [row["at_risk"] for row in told["customers"]]
    assert risks == sorted(risks, reverse=True)


def test_the_installation_says_the_same_as_its_files(bleib, file):
    assert bleib("import", file, *EUR).code == 0
    # What an installation knows counts from when it was imported: earlier days know what had happened by then.
    stored, read = (bleib("forecast", *source, "--json", "-").data for source in (["--installation"], [file, *EUR]))
    assert stored["as_of"] == read["as_of"]
    assert [row["customer"] for row in stored["customers"]] == [row["customer"] for row in read["customers"]]


def test_files_and_installation_are_not_both_asked(bleib, file):
    both, none = bleib("forecast", file, "--installation"), bleib("forecast")
    assert (both.code, none.code) == (2, 2)
    assert "not both" in both.err


def test_an_empty_installation_is_told_what_to_do(bleib):
    answer = bleib("forecast", "--installation")
    assert answer.code == 1
    assert "bleib import FILE" in answer.err


def test_a_day_that_is_none(bleib, file):
    assert "write the day as 2025-06-30" in bleib("forecast", file, "--at", "tomorrow").err


def every(days: int, *, customers: int, quantity: int = 1) -> list[tuple[date, str, int, str]]:
    """An order each so many days, the customers taking turns."""
    return [(START + timedelta(days=days * place), f"K{place % customers}", quantity, "20.00") for place in range(60)]


THIN = {
    "one order": every(1, customers=1)[:1],
    "one customer": every(7, customers=1),
    "nobody came back": every(7, customers=60),
    "only refunds": [(day, name, -1, "-20.00") for day, name, _, _ in every(7, customers=5)],
}


@pytest.mark.files
@pytest.mark.parametrize("command", ["forecast", "backtest"])
@pytest.mark.parametrize("lines", THIN.values(), ids=THIN)
def test_what_says_too_little_is_a_sentence(bleib, tmp_path, command, lines):
    answer = bleib(command, written(tmp_path / "thin.csv", lines), *EUR, "--json", tmp_path / "told.json", lang="de")
    said = answer.err + answer.out
    assert answer.code in (0, 1)
    assert "bug" not in said
    assert any(word in said for word in ("zu kurz", "zu wenig", "niemand", "An keinem der früheren Tage"))


@pytest.mark.files
def test_a_gap_is_said(bleib, tmp_path):
    before = shop(days=300)
    after = [(day + timedelta(days=550), *rest) for day, *rest in before]
    answer = bleib("forecast", written(tmp_path / "gap.csv", [*before, *after]), *EUR)
    assert answer.code == 0
    assert "nobody bought" in answer.out.lower()


@pytest.mark.files
def test_days_in_the_future_do_not_count(bleib, tmp_path):
    lines = [*shop(), (date(2099, 1, 1), "K1", 1, "5.00")]
    told = bleib("forecast", written(tmp_path / "future.csv", lines), *EUR, "--json", "-").data
    assert told["as_of"] < "2027"
