"""Sentences of a reading, in both languages."""

from __future__ import annotations

from dataclasses import asdict

from bleib.kernel.told import NOTHING, Told, german

UNUSED = Told("columns that are not used: ME", "Spalten ohne Verwendung: ME")
NEGATIVE = Told("their amounts count as negative", "ihre Beträge zählen negativ")


def test_parts_are_joined_in_each_language_and_what_says_nothing_is_left_out():
    joined = Told.joined(UNUSED, NOTHING, NEGATIVE)
    assert joined.said("de") == "Spalten ohne Verwendung: ME; ihre Beträge zählen negativ"
    assert joined.said("en") == "columns that are not used: ME; their amounts count as negative"


def test_what_was_kept_comes_back_and_an_older_text_stands_for_both():
    assert Told.kept(asdict(UNUSED)) == UNUSED
    assert Told.kept("columns that are not used: ME").said("de") == "columns that are not used: ME"
    assert not Told.kept(None)


def test_whole_numbers_are_written_the_german_way():
    assert german(1234567) == "1.234.567"
