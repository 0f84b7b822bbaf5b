"""Umlauts arrive as they left, whatever program wrote the file."""

from __future__ import annotations

import codecs
import gzip

import pytest

LINES = [
    "Kundennr;Rechnungsnr;Rechnungsdatum;Bezeichnung;Betrag",
    "Bäcker;R1;31.01.2025;Größe für Öl;1,50",
    "Weiß;R2;01.02.2025;Ünder;2,50",
]
TEXT = "\n".join(LINES) + "\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp850"],
)
def test_every_encoding_of_erps_is_recognised(read, encoding):
    found = read(TEXT.encode(encoding))
    assert found.each("customer") == ["Bäcker", "Weiß"]
    assert found.each("product") == ["Größe für Öl", "Ünder"]


def test_utf_16_with_a_big_endian_mark(read):
    assert read(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")).each("customer") == ["Bäcker", "Weiß"]


def test_packed_files_are_recognised_by_their_content(read):
    assert read(gzip.compress(TEXT.encode("cp1252")), name="orders.txt").each("customer") == ["Bäcker", "Weiß"]


@pytest.mark.slow
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_file_that_is_ascii_for_a_megabyte_may_be_windows_1252_behind(read, pack):
    ascii_lines = "".join(f"K1;A{n};31.01.2025;pens and pencils;1,50\n" for n in range(30_000))
    found = read(pack(f"{LINES[0]}\n{ascii_lines}".encode() + f"{LINES[1]}\n".encode("cp1252")))
    assert found.facts[-1].customer == "Bäcker"
    assert found.counts.accepted == 30_001


def test_files_joined_from_two_encodings_keep_both(read):
    found = read(f"{LINES[0]}\n{LINES[1]}\n".encode() + f"{LINES[2]}\n".encode("cp1252"))
    assert found.each("customer") == ["Bäcker", "Weiß"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(read, ending):
    assert read(TEXT.replace("\n", ending)).each("customer") == ["Bäcker", "Weiß"]


@pytest.mark.parametrize("tail", ["\x1a", "\x00" * 40, "\n\n  \n"], ids=["DOS end of file", "zeros", "blank lines"])
def test_what_programs_leave_at_the_end_is_no_line(read, tail):
    assert read(TEXT + tail).counts.read == 2


def test_null_bytes_inside_a_field_vanish(read):
    assert read(TEXT.replace("Bäcker", "Bä\x00cker")).each("customer") == ["Bäcker", "Weiß"]


def test_bytes_that_windows_1252_does_not_know_become_a_replacement_character(read):
    found = read(f"{LINES[0]}\n".encode() + b"M\xfcller \x81\x8d;R1;31.01.2025;\xfcber;1,50\n")
    assert found.each("customer") == ["Müller \ufffd\ufffd"]
