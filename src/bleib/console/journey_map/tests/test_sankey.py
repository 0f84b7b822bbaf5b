"""Where nodes and ribbons of the Sankey lie."""

from bleib.console.journey_map.sankey import Flow, Span, nodes, ribbons, sizes, spec

# Two visit and then ask, one of whom buys after asking; three buy after a visit, of whom nothing earlier is known.
VISITED = Flow(0, "visit", "case", 2)
ASKED, LOOKED = Flow(1, "case", "purchase", 2), Flow(1, "visit", "purchase", 3)
FLOWS = [VISITED, ASKED, LOOKED]


def test_a_node_is_as_large_as_its_larger_side():
    assert sizes(FLOWS) == {
        (0, "visit"): 2, (1, "case"): 2, (1, "visit"): 3, (2, "purchase"): 5,
    }  # fmt: skip


def test_the_largest_of_a_column_stands_on_top_with_a_gap_beneath():
    placed = nodes(FLOWS)
    assert placed[1, "visit"] == Span(0, 3)
    assert placed[1, "case"] == Span(3.3, 5.3)  # six percent of five


def test_ribbons_arrive_one_beneath_the_other():
    arrived = {flow: end for flow, _start, end in ribbons(FLOWS)}
    assert arrived[LOOKED] == Span(0, 3)
    assert arrived[ASKED] == Span(3, 5)


def test_a_ribbon_is_drawn_from_where_it_leaves_to_where_it_arrives():
    labels = {place: place[1] for place in sizes(FLOWS)}
    drawn = spec(FLOWS, labels=labels, colour="teal")["layer"][0]["data"]["values"]
    assert [(row["left"], row["start"], row["end"], row["size"]) for row in drawn] == [
        (1.05, 0, 0, 3),
        (0.05, 0, 3.3, 2),
        (1.05, 3.3, 3, 2),
    ]
