"""A file that cannot be used at all is one sentence that says what, where and what to do."""

from __future__ import annotations

import gzip
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bleib.kernel.errors import BleibError

HEADING = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag\n"
LINES = "".join(f"K{n};R{n};01.02.2025;A;1;1,50\n" for n in range(5_000))
PACKED = gzip.compress((HEADING + LINES).encode())


def parquet(**columns) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="NONE", row_group_size=1_000)
    return bytes(sink.getvalue().to_pybytes())


def damaged_inside() -> bytes:
    """A Parquet file whose end is whole and whose data is not."""
    whole = bytearray(parquet(customer=[f"K{n}" for n in range(20_000)], date=["2025-01-01"] * 20_000))
    whole[200_000:210_000] = os.urandom(10_000)
    return bytes(whole)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("blank.csv", b"\n \n\n", "the file is empty"),
        ("zeros.csv", bytes(5_000), "the file is empty"),
        ("heading.csv", HEADING.encode(), r"has a heading \(line 1\) but no lines below it"),
        ("heading.csv", HEADING.encode("utf-16").rstrip(), "no lines below it"),
        ("packed.csv.gz", gzip.compress(b"", mtime=0), "the file is empty"),
        ("binary.csv", bytes(range(256)) * 100, "not text but a binary file"),
        ("packed.csv.gz", gzip.compress(os.urandom(5_000)), "not text but a binary file"),
        ("cut.csv.gz", PACKED[: len(PACKED) // 2], "cannot be read to its end .*once more"),
        ("changed.csv.gz", PACKED[:-8] + bytes(8), "cannot be read to its end"),
        ("garbage.csv.gz", PACKED + b"garbage", "cannot be read to its end"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n....", "a picture"),
        ("archive.csv", b"PK\x03\x04" + bytes(30), "a ZIP archive; unpack it first"),
        ("broken.xlsx", b"PK\x03\x04" + os.urandom(500), "the workbook cannot be read"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + os.urandom(500), "the workbook cannot be read"),
        ("text.parquet", HEADING.encode(), "is not what its ending .parquet says"),
        ("broken.parquet", b"PAR1" + os.urandom(100) + b"PAR1", "the Parquet file is damaged"),
        ("inside.parquet", damaged_inside(), "cannot be read to its end"),
        ("none.parquet", parquet(customer=pa.array([], pa.string()), date=pa.array([], pa.date32())), "no lines below"),
        ("page.csv", b"<html><body><p>Session expired</p></body></html>\n", "no lines below|no column"),
    ],
)
def test_one_sentence_names_the_file_and_what_is_wrong(read, name, content, sentence):
    with pytest.raises(BleibError, match=sentence) as caught:
        read(content, name=name)
    assert name in str(caught.value)


def test_when_no_line_can_be_used_the_first_is_shown(read):
    with pytest.raises(
        BleibError, match=r"None of the 2 lines .* line 2, column 'Betrag', value 'x'.*--map KEY=COLUMN"
    ):
        read(HEADING + "K1;R1;01.02.2025;A;1;x\nK1;R1;01.02.2025;A;1;x\n", columns={"amount": "Betrag"})


def test_every_file_that_gave_nothing_is_named(write, read_paths, tmp_path):
    write("a,b\n1,2\n3,4\n", "one.csv")
    write("c,d\n1,2\n3,4\n", "two.csv")
    with pytest.raises(BleibError, match=r"(?s)one.csv.*two.csv"):
        read_paths(tmp_path)


@pytest.mark.slow
def test_counts_add_up_when_everything_goes_wrong_at_once(read):
    text = (
        HEADING
        + LINES
        + HEADING
        + 'K1;R1;01.02.2025;"open;1;1\n'
        + "x\n"
        + "K1;R1;99;A;1;1;1;1\n"
        + LINES[:300]
        + "\x00\x01\x02"
    )
    counts = read(text.encode() + b"\xff\xfe\n").counts
    assert counts.read == counts.accepted + counts.duplicates + counts.rejected
    assert counts.rejected >= 4
