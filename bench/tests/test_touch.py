"""What was measured of changed customers becomes rows and ratios."""

from bench import touch_bench
from bench.measure import Cost


def test_the_light_and_the_segments_of_one_customer_are_held_against_two_seconds():
    costs = {name: Cost(10.0, 5.0, 300.0) for name in ("scan", *touch_bench.FIRST)}
    steps = {name: [0.4, 0.2] for name in touch_bench.STEPS}
    live = {"light": [1.0, 1.5, 3.0], "segment": [1.1, 1.9, 3.5]}
    found = {"parts 1": steps, "parts 9": steps, "calm 1": live, "live 1": live, "live 9": live}
    section = touch_bench.report(5_000, costs, found, many=9)
    light, segment, slowest, *_ = section.verdicts
    assert (light.clock, segment.clock, slowest.clock) == (1.5, 1.9, 3.5)
    assert light.outcome == "met"
    assert len(section.rows) == 1 + len(touch_bench.FIRST) + 2 * len(touch_bench.STEPS)
