import pytest

from bleib import metrics
from bleib.cli._main import run


def test_a_metrics_definition_is_printed_as_it_is_written(capsys):
    assert run(["sql", "retention"]) == 0
    assert capsys.readouterr().out == metrics.sql("retention")


def test_it_is_also_there_for_spark(capsys):
    assert run(["sql", "retention", "--dialect", "spark"]) == 0
    assert capsys.readouterr().out == metrics.sql("retention", "spark")


@pytest.mark.parametrize(("lang", "label"), [("de", "Kundenbindungsrate"), ("en", "Customer retention rate")])
def test_without_a_name_every_metric_is_listed(capsys, lang, label):
    assert run(["sql", "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert [slug for slug in metrics.DEFINITIONS if slug not in out] == []
    assert label in out


def test_a_mistyped_metric_is_met_with_a_suggestion(capsys):
    assert run(["sql", "retenton"]) == 2
    assert "Did you mean 'retention'?" in capsys.readouterr().err


def test_an_unknown_dialect_is_a_wrong_call(capsys):
    assert run(["sql", "retention", "--dialect", "oracle"]) == 2
    assert "duckdb" in capsys.readouterr().err
