"""Characters that nobody sees do not get into the history, nor onto the screen."""

from __future__ import annotations

import pytest

HEADING = "Kundennr;Kundenname;Rechnungsnr;Rechnungsdatum;Artikel;Betrag;Lager\n"


@pytest.mark.parametrize("unseen", ["\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\u2069"])
def test_unseen_characters_are_left_out(read, unseen):
    found = read(f"{HEADING}K{unseen}1;A{unseen}G;R{unseen}1;01.02.2025;Rohr;5,00;x\n")
    assert [(fact.customer, fact.ref, fact.product) for fact in found.facts] == [("K1", "R1", "Rohr")]
    assert found.names == {"K1": ("AG", None)}


def test_a_text_of_unseen_characters_is_blank(read):
    assert read(f"{HEADING}\u202e;AG;R1;01.02.2025;Rohr;5,00;x\n").each("customer") == [None]


def test_columns_that_are_not_used_are_named(read):
    assert read(f"{HEADING}K1;AG;R1;01.02.2025;Rohr;5,00;x\n").note == "columns that are not used: Lager"
