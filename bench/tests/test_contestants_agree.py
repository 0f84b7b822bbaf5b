import json
import sys

import pytest

from bench import ours
from bench.figures import NAMES, Disagreement, compare
from bench.measure import command
from bench.peers import frames, handwritten, scan


def test_the_figures_are_not_empty(lines):
    figures = handwritten.one_pass(lines)
    assert set(figures) == set(NAMES)
    assert all(figures.values())
    assert all(figures["retention"][0])


@pytest.mark.parametrize("peer", [handwritten.two_passes, frames.frames, ours.from_lines, ours.from_lines_whole])
def test_everybody_computes_what_the_sql_by_hand_does(lines, peer):
    compare(handwritten.one_pass(lines), peer(lines), contestant=peer.__name__)


def test_stored_activity_gives_the_same_figures(lines):
    ours.store_activity(lines)
    compare(handwritten.one_pass(lines), ours.from_activity(lines), contestant="activity")


def test_the_scan_reads_the_columns_that_the_figures_need(lines):
    customer, ref, day, kind, quantity, amount = scan.columns(lines)
    assert (kind, quantity > 0, amount > 0) == ("order", True, True)
    assert all((customer, ref, day))


def test_the_bare_group_bys_have_the_groups_that_the_figures_need(lines):
    ours.store_activity(lines)
    customers, customer_months = scan.groups(lines)
    assert handwritten.one_pass(lines)["repeat_share"][0][0] <= customers < customer_months


def test_a_differing_figure_is_no_race(lines):
    figures = handwritten.one_pass(lines)
    wrong = {**figures, "repeat_share": [[1, 1]]}
    with pytest.raises(Disagreement, match="repeat_share"):
        compare(figures, wrong, contestant="somebody")


def test_a_contestant_works_in_a_process_of_its_own(lines):
    cost, answer = command([sys.executable, "-m", "bench.work", "one_pass", str(lines)])
    compare(handwritten.one_pass(lines), json.loads(answer)["figures"], contestant="process")
    assert cost.peak > 10
    assert 0 < json.loads(answer)["cpu"] <= cost.cpu
