"""`bleib customers`: import, undo, duplicates, merge, contracts, DATEV postings."""

import pytest

LIST = "Kundennummer;Firma;Land\n10001;Müller GmbH;DE\n10002;Mueller GmbH;Atlantis\n;;\n"


@pytest.fixture
def customers(tmp_path):
    path = tmp_path / "kunden.csv"
    path.write_text(LIST.replace(";;\n", ";;DE\n"), encoding="utf-8")
    return path


def test_a_list_is_read_and_counted(bleib, customers):
    answer = bleib("customers", "import", customers)
    assert answer.code == 0, answer.err
    assert "number = Kundennummer" in answer.err
    assert "line 4, Kundennummer" in answer.err
    assert [line.split() for line in answer.out.splitlines()[1:6]] == [
        ["read", "3"], ["created", "2"], ["updated", "0"], ["unchanged", "0"], ["rejected", "1"],
    ]  # fmt: skip


def test_it_speaks_german(bleib, customers):
    answer = bleib("customers", "import", customers, lang="de")
    assert "Die Zeile sagt nicht, um welchen Kunden es geht" in answer.err
    assert "abgelehnt" in answer.out


def test_a_dry_run_keeps_nothing(bleib, customers):
    assert "nothing was changed" in bleib("customers", "import", customers, "--dry-run").out
    assert bleib("customers", "imports").out.count("kunden.csv") == 0


def test_an_import_is_listed_and_undone(bleib, customers):
    bleib("customers", "import", customers)
    number = bleib("customers", "imports").out.splitlines()[1].split()[0]
    assert "2 records removed" in bleib("customers", "undo", number).out
    assert "(undone)" in bleib("customers", "imports").out
    again = bleib("customers", "undo", number)
    assert (again.code, again.err.count("undone already")) == (1, 1)


@pytest.mark.slow
def test_duplicates_are_found_merged_and_told_apart(bleib, customers):
    bleib("customers", "import", customers)
    found = bleib("customers", "duplicates").out
    assert "1 possible duplicate" in found
    assert "10001 Müller GmbH = 10002 Mueller GmbH" in found
    assert "(similar name, " in found
    assert "10002 counts as 10001 now" in bleib("customers", "merge", 10001, 10002).out
    assert bleib("customers", "merge", 10001, 10002).code == 2
    assert "are two again" in bleib("customers", "unmerge", 10002).out


def test_deadlines_are_listed(bleib, tmp_path):
    path = tmp_path / "contracts.csv"
    path.write_text(
        "Vertragsnummer;Kundennummer;Beginn;Frist;kündbar zum;Monatsbetrag\nV1;1;01.01.2020;0;Monatsende;10\n",
        encoding="utf-8",
    )
    bleib("customers", "import", path)
    assert "V1" in bleib("customers", "contracts", "--days", 40).out


def test_what_is_typed_wrong_is_explained(bleib, customers):
    for arguments, told in (
        (("--map", "farbe=1"), "KEY is one of"),
        (("--preset", "sap"), "there is no such preset"),
        (("--kind", "birds"), "customers, contracts or products"),
        (("--match", "luck"), "it is mail or domain"),
    ):
        answer = bleib("customers", "import", customers, *arguments)
        assert (answer.code, told in answer.err) == (2, True), answer.err


@pytest.mark.slow
def test_datev_postings_become_orders(bleib, shared_data):
    file = shared_data / "imports" / "datev" / "EXTF_Buchungsstapel.csv"
    assert "bleib customers postings" in bleib("customers", "import", file).err
    answer = bleib("customers", "postings", file)
    assert answer.code == 0, answer.err
    assert "1 of revenue, 1 others" in answer.out
    assert "EXTF_Buchungsstapel" in bleib("imports").out
