"""Every metric says what it is, in both languages, and gives the columns it promises."""

import inspect
import re

import pytest
import sqlglot

from bleib import metrics
from bleib.kernel.errors import UsageError
from bleib.metrics.query import first_step
from bleib.metrics.tests.contract_story import GIVEN, NOTHING
from bleib.metrics.tests.questions import QUESTIONS
from bleib.metrics.tests.story import STORY

FIELDS = ("slug", "label_de", "label_en", "unit", "meaning_de", "meaning_en", "formula", "formula_de", "source")
every_metric = pytest.mark.parametrize("slug", list(metrics.DEFINITIONS))


@every_metric
def test_every_header_field_is_filled(slug):
    definition = metrics.DEFINITIONS[slug]
    assert all(getattr(definition, field).strip() for field in FIELDS)
    assert definition.slug == slug


@every_metric
def test_both_languages_are_there_and_differ(slug):
    definition = metrics.DEFINITIONS[slug]
    assert definition.label("de") == definition.label_de != definition.label("en") == definition.label_en
    assert definition.meaning("de") == definition.meaning_de != definition.meaning("en") == definition.meaning_en
    assert definition.formula_in("de") != definition.formula_in("en") == definition.formula
    assert definition.unit_in("de") != definition.unit_in("en") == definition.unit
    assert "definition of Bleib" not in definition.source_in("de")


@every_metric
@pytest.mark.parametrize("tables", [GIVEN, NOTHING], ids=["story", "nobody"])
def test_what_comes_out_are_the_columns_of_the_header(slug, tables):
    result = metrics.run(slug, tables[metrics.DEFINITIONS[slug].reads], **QUESTIONS[slug])
    assert result.column_names == [column.name for column in metrics.DEFINITIONS[slug].columns]


@every_metric
def test_the_file_is_named_like_the_metric_and_uses_the_parameters_it_declares(slug):
    definition = metrics.DEFINITIONS[slug]
    used = {re.sub(r"_(start|end|step)$", "", name) for name in re.findall(r"\$(\w+)", definition.sql)}
    handed_on = {ours for use in definition.uses for ours in use.arguments.values()}
    assert used | handed_on == {param.name for param in definition.params} | (used & {"start"})


@every_metric
def test_every_metric_has_a_typed_face_with_the_same_parameters_and_defaults(slug):
    face = inspect.signature(getattr(metrics, slug)).parameters
    for param in metrics.DEFINITIONS[slug].params:
        assert face[param.name].kind is inspect.Parameter.KEYWORD_ONLY
        assert written(face[param.name].default) == param.default


@every_metric
@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_the_printed_text_has_the_header_and_parses(slug, dialect):
    text = metrics.sql(slug, dialect)
    assert text.startswith(f"-- slug: {slug}\n")
    assert sqlglot.parse_one(text, read=dialect).find(sqlglot.exp.Select)


def test_a_metric_that_builds_on_another_prints_all_of_it():
    assert "scored_purchases AS (" in metrics.sql("rfm_segments")


@pytest.mark.parametrize("shared", ["customer_windows", "customer_spans", "customer_periods"])
def test_a_shared_step_comes_first_and_reads_the_same_in_several_metrics(shared):
    steps = [first_step(each.sql) for each in metrics.DEFINITIONS.values() if each.shared == shared]
    assert len(steps) > 1
    assert len(set(steps)) == 1
    assert steps[0][0] == shared


def test_no_step_is_shared_but_those():
    named = {each.shared for each in metrics.DEFINITIONS.values()}
    assert named == {None, "customer_windows", "customer_spans", "customer_periods"}


def test_a_metric_that_stands_alone_prints_as_it_was_written():
    assert metrics.sql("retention") == metrics.DEFINITIONS["retention"].text


def test_an_unknown_metric_or_dialect_is_named_with_what_there_is():
    with pytest.raises(UsageError, match=r"no metric 'crrr'\. There are: breadth"):
        metrics.run("crrr", STORY)
    with pytest.raises(UsageError, match="'oracle' is no dialect"):
        metrics.sql("retention", "oracle")


def test_all_names_promised_by_the_package_exist():
    assert all(hasattr(metrics, name) for name in metrics.__all__)


def written(default):
    """A default of Python as the header writes it."""
    if default is inspect.Parameter.empty:
        return None
    return "none" if default is None else f"{default:g}" if isinstance(default, float) else str(default)
