"""`bleib report`: which windows, which outputs, and what it says to a wrong call."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FIRST_HALF, SECOND_HALF = "2025-01-01..2025-07-01", "2025-07-01..2026-01-01"


def test_json_is_all_that_goes_to_standard_output(bleib, orders):
    answer = bleib("report", orders, "--base", FIRST_HALF, "--next", SECOND_HALF, "--json", "-")
    kept = {key: answer.data["retention"][key] for key in ("customers_start", "customers_end", "new", "kept", "crr")}
    assert kept == {"customers_start": 2, "customers_end": 2, "new": 1, "kept": 1, "crr": 50.0}


def test_the_import_is_counted(bleib, orders):
    counted = bleib("report", orders, "--json", "-").data["import"]
    assert (counted["read"], counted["accepted"], counted["duplicates"], counted["rejected"]) == (5, 4, 0, 1)


def test_a_day_and_a_window_of_days(bleib, orders):
    answer = bleib("report", orders, "--at", "2025-08-01", "--window", "200", "--json", "-")
    assert answer.data["windows"]["next"] == {"start": "2025-01-13", "end": "2025-08-01"}


def test_a_page_is_written_and_named(bleib, orders, tmp_path):
    page = tmp_path / "report.html"
    answer = bleib("report", orders, "--html", page, lang="de")
    assert answer.code == 0
    assert str(page) in answer.err
    assert '<html lang="de"' in page.read_text(encoding="utf-8")


def test_a_month_on_paper(bleib, orders, tmp_path):
    answer = bleib("report", orders, "--month", "2025-07", "--pdf", tmp_path / "july.pdf", lang="de")
    assert (answer.code, "Juli 2025" in answer.out) == (0, True)
    assert (tmp_path / "july.pdf").read_bytes().startswith(b"%PDF")


def test_rejected_lines_can_be_had(bleib, orders, tmp_path):
    bleib("report", orders, "--rejects", tmp_path / "rejects.csv")
    lines = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("orders.csv,6,Datum,kaputt,")


def test_nothing_is_left_behind(bleib, orders, tmp_path):
    bleib("report", orders)
    assert [each.name for each in tmp_path.iterdir()] == ["orders.csv"]


def test_a_preset_is_kept_for_the_next_report(bleib, orders, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text("a;b;c\n1;10.01.2025;A\n2;11.01.2025;B\n", encoding="utf-8")
    maps = ("--map", "order=a", "--map", "at=b", "--map", "customer=c")
    assert bleib("report", odd, *maps, "--save-preset", "odd").code == 0
    assert bleib("report", odd, "--preset", "odd", "--json", "-").data["import"]["accepted"] == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--month", "2025-13"], "write the month as 2025-06"),
        (["--month", "2025-07", "--every", "month"], "leave out --base"),
        (["--base", FIRST_HALF], "--base and --next belong together"),
        (["--base", "2025-07-01..2025-01-01", "--next", SECOND_HALF], "is empty"),
        (["--base", "spring", "--next", SECOND_HALF], "'spring' is not a window"),
        (["--at", "tomorrow"], "write the day as"),
        (["--map", "customer=Nobody"], "there is no such column"),
        (["--map", "colour=a"], "write KEY=COLUMN"),
        (["--preset", "unknown"], "there is no such preset"),
        (["--time-zone", "Mars/Olympus"], "is not a time zone"),
        (["--every", "fortnight"], "fortnight"),
    ],
)
def test_a_wrong_call_is_a_sentence(bleib, orders, options, said):
    answer = bleib("report", orders, *options)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_the_history_is_not_read_by_options_for_files(bleib, orders):
    bleib("import", orders)
    answer = bleib("report", "--currency", "USD", "--map", "customer=x")
    assert answer.code == 2
    assert "--map, --currency: this says how files are read" in answer.err


def test_a_page_wants_a_path(bleib, orders):
    assert bleib("report", orders, "--html", "-").code == 2


def test_a_report_says_what_it_took_for_what(bleib, orders):
    said = bleib("report", orders).err
    assert "customer = Kundennr" in said
    assert "Rejected lines: 1; --rejects PATH" in said


def test_a_file_that_is_not_there(bleib):
    answer = bleib("report", "nowhere.csv")
    assert answer.code == 1
    assert "no such file" in answer.err


def test_a_page_that_cannot_be_written(bleib, orders):
    answer = bleib("report", orders, "--html", "/proc/report.html")
    assert answer.code == 1
    assert "cannot be written" in answer.err


def test_dates_that_could_be_either_are_asked_for(bleib, tmp_path):
    orders = tmp_path / "us.csv"
    orders.write_text("order,date,customer\n1,01/02/2025,A\n2,03/04/2025,B\n", encoding="utf-8")
    assert bleib("report", orders).code == 2
    assert "--dates dmy or --dates mdy" in bleib("report", orders).err
    assert bleib("report", orders, "--dates", "mdy", "--json", "-").data["first_day"] == "2025-01-02"


PUBLISHED = [
    ("2009-12-01..2010-06-01", "2010-06-01..2010-12-01", (2703, 3497, 1563, 0, 1934), 71.5501, 71.5501),
    ("2010-03-01..2010-09-01", "2010-09-01..2011-03-01", (2868, 3358, 1216, 192, 1950), 67.9916, 74.6862),
    ("2011-03-01..2011-06-01", "2011-06-01..2011-09-01", (1993, 1948, 316, 504, 1128), 56.5981, 81.8866),
    ("2011-07-01..2011-08-01", "2011-08-01..2011-09-01", (949, 935, 106, 441, 388), 40.8851, 87.3551),
]


@pytest.mark.parametrize(("base", "following", "counts", "crr", "naive"), PUBLISHED)
def test_published_figures_from_the_file_to_the_report(bleib, shared_data, base, following, counts, crr, naive):
    file = Path(shared_data) / "online_retail_ii"
    told = bleib(
        "report",
        file,
        "--source-column",
        "sheet",
        "--currency",
        "GBP",
        "--base",
        base,
        "--next",
        following,
        "--json",
        "-",
    ).data["retention"]
    assert tuple(told[key] for key in ("customers_start", "customers_end", "new", "won_back", "kept")) == counts
    assert (round(told["crr"], 4), round(told["naive_crr"], 4)) == (crr, naive)


def test_northwind_from_its_folder(bleib, shared_data):
    told = bleib(
        "report", shared_data / "northwind", "--base", "1997-05-01..1997-11-01", "--next", "1997-11-01..1998-05-01",
        "--json", "-",
    ).data["retention"]  # fmt: skip
    assert (told["kept"], told["customers_start"]) == (67, 71)
