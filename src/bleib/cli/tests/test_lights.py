"""`bleib lights` and `bleib explain`: rules as a file, and from a light to the facts."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.slow

SILENT = date.today() - timedelta(days=40)
ORDERS = f"Belegnr;Datum;Kundennr;Menge;Einzelpreis\n1;{SILENT};A;2;10,00\n2;{SILENT};B;1;50,00\n"
CUSTOMERS = "Kundennummer;Firma;Kundenstatus\nA;Adler GmbH;Kunde\nB;Bauer AG;Kunde\nP;Prospekt KG;Interessent\n"


@pytest.fixture
def judged(bleib, tmp_path):
    orders, path = tmp_path / "orders.csv", tmp_path / "kunden.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    path.write_text(CUSTOMERS, encoding="utf-8")
    assert bleib("import", orders).code == 0
    assert bleib("customers", "import", path).code == 0
    return bleib("lights", "judge")


def test_everybody_is_judged_and_explained(bleib, judged):
    assert judged.out == "2 lights changed.\n"
    told = bleib("explain", "A", lang="de").out
    assert told.startswith("Adler GmbH (A)\n▲ beobachten seit ")
    assert f"▲ Seit 40 Tagen keine Aktivität, zuletzt am {SILENT:%d.%m.%Y}. (seit " in told
    assert "[no-activity]" in told
    assert f"{SILENT:%d.%m.%Y}  Bestellposition  1  20,00" in told
    assert "Verlauf der Ampel:" in told
    assert "No light: a prospect that has not bought yet." in bleib("explain", "P").out
    assert (bleib("explain", "X").code, bleib("explain", "X").err.strip()) == (1, "bleib: There is no customer X.")


def test_rules_go_out_and_come_in(bleib, judged, tmp_path):
    path = tmp_path / "rules.yaml"
    assert bleib("lights", "export", "--out", path).code == 0
    assert "The rules stay as they are." in bleib("lights", "import", path).out
    path.write_text(path.read_text(encoding="utf-8").replace("at_least: 30", "at_least: 9000"), encoding="utf-8")
    tried = bleib("lights", "import", path, "--dry-run").out
    assert "~ rule no-activity condition: " in tried
    assert "9,000" in tried
    assert "{" not in tried
    assert "~ Regel no-activity Bedingung: " in bleib("lights", "import", path, "--dry-run", lang="de").out
    assert "2 customers would have another light." in tried
    assert "  A: watch → stable" in tried
    assert "Done. The worker judges everybody by them." in bleib("lights", "import", path).out
    assert bleib("lights", "judge").out == "2 lights changed.\n"


def test_a_file_with_mistakes_changes_nothing_and_says_where_they_are(bleib, judged, tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text("lights: 1\nsets:\n- key: everybody\n  name: Alle\n  rule: []\n", encoding="utf-8")
    answer = bleib("lights", "import", path)
    assert answer.code == 2
    assert "line 5, $.sets[0].rule: 'rule' has no meaning here. Did you mean 'rules'?" in answer.err
    assert "no-activity" in bleib("lights", "export").out


def test_a_file_that_cannot_be_written_is_said(bleib, judged, tmp_path):
    told = bleib("lights", "export", "--out", tmp_path / "nowhere" / "rules.yaml")
    assert (told.code, "cannot be written" in told.err) == (1, True)
