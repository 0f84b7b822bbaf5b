"""`bleib segments`: who belongs to what, and segments as a file."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.slow

TODAY = date.today()
ORDERS = (
    f"Belegnr;Datum;Kundennr;Menge;Einzelpreis\n1;{TODAY - timedelta(40)};A;2;10,00\n"
    f"2;{TODAY - timedelta(9)};A;1;50,00\n"
    f"3;{TODAY - timedelta(8)};B;1;50,00\n"
)


CUSTOMERS = "Kundennummer;Firma;Kundenstatus\nA;Adler GmbH;Kunde\nB;Bauer AG;Kunde\n"


@pytest.fixture
def filled(bleib, tmp_path):
    orders, customers = tmp_path / "orders.csv", tmp_path / "kunden.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    customers.write_text(CUSTOMERS, encoding="utf-8")
    assert bleib("import", orders).code == 0
    assert bleib("customers", "import", customers).code == 0
    return bleib("segments", "fill")


def test_segments_are_listed_with_their_sentence_and_members(bleib, filled):
    assert "entries and exits." in filled.out
    listed = bleib("segments", "list").out
    assert "regulars" in listed
    assert "At least 2 orders in all" in listed
    found = bleib("segments", "members", "regulars", lang="de").out.splitlines()
    assert found[0].split() == ["Nummer", "Kunde", "Ansprechpartner", "Eingetreten", "Ausgetreten"]
    assert [line.split()[0] for line in found[1:]] == ["A"]
    assert bleib("segments", "members", "regulars", "--at", "2020-01-01").out.count("\n") == 1
    wrong = bleib("segments", "members", "nobody")
    assert (wrong.code, wrong.err.strip()) == (2, "bleib: There is no segment 'nobody'.")


def test_segments_go_out_and_come_in(bleib, filled, tmp_path):
    path = tmp_path / "segments.yaml"
    assert bleib("segments", "export", "--out", path).code == 0
    assert "The segments stay as they are." in bleib("segments", "import", path).out
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("at_least: 180", "at_least: 365"), encoding="utf-8")
    tried = bleib("segments", "import", path, "--dry-run").out
    assert "~ segment sleeping condition: " in tried
    assert "{" not in tried
    assert "Dry run: nothing was changed." in tried
    assert "Done. The worker fills them anew." in bleib("segments", "import", path).out
    path.write_text(text.replace("segments: 1", "segments: 2"), encoding="utf-8")
    assert "It has to begin with `segments: 1`." in bleib("segments", "import", path).err
    assert "Sie muss mit `segments: 1` beginnen." in bleib("segments", "import", path, lang="de").err
