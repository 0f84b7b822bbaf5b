"""What one look over the bytes promises of the fields; where it promises nothing, every field is cleaned."""

from __future__ import annotations

import pytest

from bleib.history.sources.traits import Look, Traits

NOTHING = Traits(blanks=False, controls=False, breaks=False)


def seen(*chunks: bytes, delimiter: str = ";") -> Traits:
    look = Look(delimiter, '"')
    for chunk in chunks:
        look.see(chunk)
    return look.traits()


@pytest.mark.parametrize("text", ["K1;Bunte Stifte;5,00\n", "K1;Büro-Ärger;5 €\n", "a;b\tc;;\nd;e;;"])
def test_a_plain_text_has_nothing_to_clean(text):
    assert seen(text.encode()) == NOTHING


@pytest.mark.parametrize(
    "text", [" a;b\n", "a ;b\n", "a; b\n", "a;b \n", "a;b\n c;d\n", "a;b ", "a;b \r\n", '" a";b\n']
)
def test_a_blank_beside_the_edge_of_a_field_is_seen(text):
    assert seen(text.encode()).blanks


@pytest.mark.parametrize("blank", ["\u00a0", "\u1680", "\u2003", "\u202f", "\u205f", "\u3000"])
def test_other_blanks_are_seen_wherever_they_are(blank):
    assert seen(f"a;b{blank}\n".encode()).blanks


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\x7f", "\u202a", "\u202e", "\u2066", "\u2069"])
def test_unseen_characters_are_seen(character):
    assert seen(f"a;b{character}c\n".encode()).controls


@pytest.mark.parametrize("text", ['a;"b\nc"\n', "a;b\rc\n", "a;b\r\n"])
def test_where_a_line_could_break_within_a_field_that_is_said(text):
    assert seen(text.encode()).breaks


def test_what_is_cut_by_chunks_is_seen_too():
    raw = "a;b\u202ec\n".encode()
    assert all(seen(raw[:cut], raw[cut:]).controls for cut in range(len(raw)))
    assert seen(b"a;", b" b\n").blanks


def test_the_delimiter_decides_what_an_edge_is():
    assert not seen(b"a;b, c\n").blanks
    assert seen(b"a;b, c\n", delimiter=",").blanks


@pytest.mark.parametrize("line", ["K1;R1;01.02.2025;Sti\u202eft;1;5,00", "K1;R1;01.02.2025; Stift ;1;5,00"])
def test_files_with_and_without_such_characters_give_the_same(read, line):
    plain = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag\nK1;R1;01.02.2025;Stift;1;5,00\n"
    untidy = plain.replace("K1;R1;01.02.2025;Stift;1;5,00", line)
    assert read(untidy).facts == read(plain).facts
