"""Lists of orders beside lists of positions, and lists of customers beside both."""

from __future__ import annotations

import pytest

from bleib.kernel.errors import BleibError

HEADS = "Auftragsnr;Kundennr;Auftragsdatum;Land\n1;K1;01.02.2025;DE\n2;K2;05.02.2025;AT\n"
POSITIONS = "Auftragsnr;Artikel;Menge;Preis\n1;Rohr;2;3,50\n1;Blech;1;4,00\n2;Rohr;1;3,50\n"
CUSTOMERS = "Kundennr;Firma\nK1;Müller GmbH\nK2;Maier KG\nK3;Nie gekauft\n"


@pytest.fixture
def folder(write, tmp_path):
    def with_files(**files):
        for name, text in files.items():
            write(text, f"export/{name}.csv")
        return tmp_path / "export"

    return with_files


def test_positions_are_completed_from_their_heads(folder, read_paths):
    found = read_paths(folder(heads=HEADS, positions=POSITIONS))
    assert found.each("customer") == ["K1", "K1", "K2"]
    assert [each.day for each in found.each("day")] == [1, 1, 5]
    assert str(found.total) == "14.5000"


def test_each_table_is_told_with_its_role(folder, read_paths):
    notes = read_paths(folder(heads=HEADS, positions=POSITIONS, names=CUSTOMERS, zips="PLZ;Ort\n1;A\n")).notes
    assert {note.name: str(note.role) for note in notes} == {
        "heads.csv": "heads",
        "positions.csv": "lines",
        "names.csv": "names",
        "zips.csv": "skipped",
    }


def test_customers_that_ordered_get_their_names(folder, read_paths):
    found = read_paths(folder(heads=HEADS, positions=POSITIONS, names=CUSTOMERS))
    assert found.names == {"K1": ("Müller GmbH", "DE"), "K2": ("Maier KG", "AT")}


def test_a_position_without_head_is_rejected_with_its_number(folder, read_paths):
    found = read_paths(folder(heads=HEADS, positions=POSITIONS + "\n7;Rohr;1;3,50\n"))
    assert [(each.file, each.line, each.column, each.value, each.code) for each in found.rejects] == [
        ("positions.csv", 6, "Auftragsnr", "7", "no_head")
    ]


def test_a_bad_date_in_a_head_rejects_its_positions(folder, read_paths):
    found = read_paths(folder(heads=HEADS.replace("05.02.2025", "05.13.2025"), positions=POSITIONS))
    assert [(each.file, each.line, each.column, each.value) for each in found.rejects] == [
        ("positions.csv", 4, "Auftragsdatum", "05.13.2025")
    ]


def test_two_heads_of_one_order_do_not_double_its_positions(folder, read_paths):
    found = read_paths(folder(heads=HEADS + "1;K1;01.02.2025;DE\n", positions=POSITIONS))
    assert found.counts.read == 3


def test_lists_of_orders_of_several_years_are_read_together(folder, read_paths):
    heads_2026 = "Auftragsnr;Kundennr;Auftragsdatum;Land\n3;K3;01.02.2026;DE\n2;K9;05.02.2025;AT\n"
    positions_2026 = "Auftragsnr;Artikel;Menge;Preis\n3;Rohr;1;3,50\n"
    exports = folder(heads=HEADS, positions=POSITIONS, heads_2026=heads_2026, positions_2026=positions_2026)
    found = read_paths(exports)
    assert found.each("customer") == ["K1", "K1", "K9", "K3"]  # the later list says who ordered no. 2


def test_quoted_line_ends_do_not_shift_positions(folder, read_paths):
    found = read_paths(folder(heads=HEADS, positions=POSITIONS.replace("Blech", '"Blech\nblank"') + "8;x;1;1,00\n"))
    assert [each.line for each in found.rejects] == [6]


def test_heads_alone_are_orders(folder, read_paths):
    found = read_paths(folder(heads=HEADS.replace("Land", "Betrag").replace("DE", "5,00").replace("AT", "6,00")))
    assert str(found.total) == "11.0000"


def test_positions_alone_say_what_is_missing(folder, read_paths):
    with pytest.raises(BleibError, match="no column for 'customer'"):
        read_paths(folder(positions=POSITIONS))


def test_orders_without_positions_are_told(folder, read_paths):
    more = HEADS + "8;K8;06.02.2025;DE\n9;K9;06.02.2025;DE\n"
    found = read_paths(folder(heads=more, positions=POSITIONS))
    assert [note.note.en for note in found.notes if note.role == "heads"] == [
        "2 orders have no positions and are not counted"
    ]


def test_where_every_order_has_positions_nothing_is_told(folder, read_paths):
    found = read_paths(folder(heads=HEADS, positions=POSITIONS))
    assert [note.note.en for note in found.notes] == ["", ""]
