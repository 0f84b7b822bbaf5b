"""`bleib backtest`: how good the forecast was on earlier days."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from bleib.cli.tests.shops import shop, written
from bleib.forecast.backtest import from_json

CLI = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return written(tmp_path_factory.mktemp("shop") / "orders.csv", shop())


@pytest.mark.files
@pytest.mark.slow
def test_the_record_is_printed_beside_the_baselines(bleib, file):
    answer = bleib("backtest", file, "--currency", "EUR", "--origins", "2", lang="de")
    assert answer.code == 0
    for said in (
        "Wie gut die Prognose war, 90 Tage voraus; frühere Stichtage: 2",
        "Tage seit der",
        "Lift bei 10 %",
        "Kaufmodell",
    ):
        assert said in answer.out


@pytest.mark.files
@pytest.mark.slow
def test_own_costs_change_what_is_proposed(bleib, file):
    costs = ("--customer-value", "500", "--contact-cost", "20", "--offer-cost", "50", "--success", "40")
    told = bleib("backtest", file, "--currency", "EUR", "--origins", "1", *costs, "--json", "-").data
    stake = from_json(told).stake
    assert (stake.value, stake.contact, stake.offer, stake.success, stake.own) == (500, 20, 50, 0.4, True)
    assert from_json(told).proposal.yellow.left >= stake.breaks_even(success=0.4)


@pytest.mark.slow
def test_the_installation_judges_its_lights_as_well(bleib, file):
    assert bleib("import", file, "--currency", "EUR").code == 0
    record = from_json(bleib("backtest", "--installation", "--origins", "1", "--json", "-").data)
    assert {each.light for each in record.colours} <= {"green", "yellow", "red"}
    assert 0 < sum(each.cases for each in record.colours) <= sum(part.cases for part in record.parts)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--success", "140"], "success is a share between 0 and 1"),
        (["--at", "spring"], "write the day as"),
        (["--horizon", "0"], "--horizon"),
        (["--offer-cost", "-3"], "offer is an amount of 0 or more"),
    ],
)
def test_a_wrong_call_is_a_sentence(bleib, file, options, said):
    answer = bleib("backtest", file, *options)
    assert (answer.code, said in answer.err) == (2, True)


def test_every_sentence_is_said_in_both_languages():
    told = tomllib.loads(files("bleib.cli").joinpath("forecast.toml").read_text(encoding="utf-8"))
    code = "".join(path.read_text(encoding="utf-8") for path in CLI.glob("_*_terminal.py"))
    for key, entry in told.items():
        assert set(entry) == {"en", "de"}, key
        assert sorted(re.findall(r"\{(\w+)", entry["en"])) == sorted(re.findall(r"\{(\w+)", entry["de"])), key
    said = {"orders", "contracts", "forecast", "days_since_order", "overdue_ratio", "days_to_contract_end", "base_rate"}
    assert [
        key for key in told if key not in said and not key.startswith(("model_", "auc_")) and f'"{key}"' not in code
    ] == []
