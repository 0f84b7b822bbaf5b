from pathlib import Path

from bench.peers import convert

HEADING = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country\n"
LINE = "R1,A1,Article A1,{quantity},2025-01-02 10:00,3.50,K1,Germany\n"


def test_the_parts_of_an_import_know_the_lines_that_stand_twice_and_leave_no_file(tmp_path: Path):
    csv = tmp_path / "lines.csv"
    csv.write_text(HEADING + LINE.format(quantity=1) * 2 + LINE.format(quantity=2))
    assert convert.parts(csv) == 1
    assert list(tmp_path.iterdir()) == [csv]
