"""DuckDB runs the files as they stand. Put together as a tree, as Spark and slices get them, they give the same."""

import pytest

from bleib import metrics
from bleib.history.dialect import render
from bleib.history.engine import DuckDBEngine
from bleib.kernel.windows import Window
from bleib.metrics.params import literals, read
from bleib.metrics.query import as_written, build
from bleib.metrics.tests.contract_story import GIVEN
from bleib.metrics.tests.questions import QUESTIONS
from bleib.metrics.tests.story import H1, H2, STORY

ALONE = [slug for slug, definition in metrics.DEFINITIONS.items() if not definition.uses]
SHARING = [slug for slug, definition in metrics.DEFINITIONS.items() if definition.shared]


@pytest.mark.parametrize("slug", ALONE)
def test_the_file_as_it_stands_gives_the_same_rows_as_its_tree(slug):
    definition = metrics.DEFINITIONS[slug]
    given = literals(definition, read(definition, QUESTIONS[slug]))
    engine = DuckDBEngine.over(**GIVEN)
    assert engine.run(as_written(definition, given)) == engine.run(render(build(definition, given), "duckdb"))


@pytest.mark.slow
def test_metrics_that_begin_alike_give_the_same_on_one_engine_as_each_on_its_own():
    engine = DuckDBEngine.over(**GIVEN)
    for slug in [*SHARING, *SHARING]:
        alone = metrics.run(slug, GIVEN[metrics.DEFINITIONS[slug].reads], **QUESTIONS[slug])
        assert metrics.run(slug, engine, **QUESTIONS[slug]) == alone


def test_other_windows_are_not_answered_from_what_was_kept():
    engine = DuckDBEngine.over(activity=STORY)
    answers = [metrics.retention(engine, base=base, next=H2) for base in (H1, Window.before(H1.start, 180))]
    assert answers == [metrics.retention(STORY, base=base, next=H2) for base in (H1, Window.before(H1.start, 180))]
    assert answers[0] != answers[1]
