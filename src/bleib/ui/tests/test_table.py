import pytest

from bleib.ui.table import HEAT_LIMITS, Column, Table, heat

ROWS = [{"name": "A", "kept": 3, "crr": None}, {"name": "B", "kept": 5, "crr": 50.0}]


def test_a_table_takes_the_named_fields_in_order():
    table = Table.of("Kept", ROWS, {"kept": Column("Kept", "count"), "name": Column("Name")})
    assert table.rows == ((3, "A"), (5, "B"))


def test_the_first_rows_keep_caption_and_columns():
    table = Table.of("Kept", ROWS, {"name": Column("Name")})
    assert table.first(1) == Table("Kept", (Column("Name"),), (("A",),))


def test_texts_and_days_stand_left_numbers_right():
    assert [Column("", kind).numeric for kind in ("text", "day", "count", "cell", "money")] == [
        False, False, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(("share", "step"), [(0, 1), (9.9, 1), (10, 2), (54.9, 5), (75, 7), (100, 7)])
def test_heat_has_seven_steps(share, step):
    assert heat(share) == step


def test_what_was_not_observed_has_no_heat():
    assert heat(None) is None


def test_heat_steps_rise():
    assert list(HEAT_LIMITS) == sorted(HEAT_LIMITS)
