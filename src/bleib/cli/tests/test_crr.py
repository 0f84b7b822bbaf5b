import subprocess
import sys

import pytest

from bleib.cli._main import run


def crr(start: int, end: int, new: int, lang: str = "en") -> int:
    return run(["crr", "--start", str(start), "--end", str(end), "--new", str(new), "--lang", lang])


@pytest.mark.parametrize(("start", "end", "new", "rate"), [(230, 240, 50, "82.6 %"), (130, 144, 23, "93.1 %")])
def test_the_textbooks_examples_come_out(capsys, start, end, new, rate):
    assert crr(start, end, new) == 0
    assert f"Customer retention rate: {rate}" in capsys.readouterr().out


def test_the_way_to_the_rate_is_shown(capsys):
    crr(230, 240, 50)
    said = capsys.readouterr().out
    assert "(240 - 50) / 230 = 82.6 %" in said
    assert "17.4 %: 40 of 230 customers left" in said


def test_it_speaks_german_with_a_decimal_comma(capsys):
    crr(230, 240, 50, lang="de")
    said = capsys.readouterr().out
    assert "Kundenbindungsrate: 82,6 % (95-%-Intervall 77,2 bis 87,0 %)" in said
    assert "40 von 230 Kunden gingen" in said


def test_more_kept_than_there_were_is_said_and_has_no_interval(capsys):
    assert crr(10, 30, 5) == 0
    said = capsys.readouterr().out
    assert "250.0 %\n" in said
    assert "More than 100 %" in said
    assert "Churn" not in said


@pytest.mark.parametrize(("start", "end", "new"), [(0, 10, 5), (10, 5, 6), (-1, 5, 1), (10, -5, 1), (10, 5, -1)])
def test_what_cannot_be_is_a_wrong_call_with_a_reason_and_no_number(capsys, start, end, new):
    assert crr(start, end, new) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("bleib: ")


@pytest.mark.parametrize("arguments", [[], ["--start", "230"], ["--start", "many", "--end", "1", "--new", "1"]])
def test_a_call_without_its_numbers_is_a_wrong_call(capsys, arguments):
    assert run(["crr", *arguments]) == 2
    assert "--" in capsys.readouterr().err


def test_it_answers_without_loading_the_engine():
    code = "import sys; from bleib.cli._main import run; run(sys.argv[1:]); print(*sys.modules)"
    call = [sys.executable, "-c", code, "crr", "--start", "230", "--end", "240", "--new", "50"]
    loaded = set(subprocess.run(call, capture_output=True, text=True, check=True).stdout.split())
    assert {"duckdb", "pyarrow", "sqlglot", "deltalake"} & loaded == set()
