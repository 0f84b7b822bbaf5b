"""Columns that say what document a line stands on, or what became of the order: credit notes, cancelled orders.

They are no keys, because nobody has to name them: a heading and the words below it are enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bleib.history.sources.keys import plain
from bleib.history.sources.recognise import Columns, Sample

# Headings as `plain` spells them, the most telling first.
TYPES = (
    "belegart belegtyp rechnungsart rechnungstyp vorgangsart vorgangstyp auftragsart auftragstyp buchungsart "
    "dokumentart dokumenttyp dokumentenart documenttype doctype invoicetype ordertype transactiontype recordtype "
    "belegkennzeichen typ type art"
)
DEBIT_OR_CREDIT = "sollhaben sollhabenkennzeichen sollhabenkz shkennzeichen shkz sh"
CREDITS = (
    "gu gs rk cn gut gutschrift gutschriften rechnungskorrektur korrekturrechnung storno stornorechnung stornierung "
    "stornobeleg credit creditnote creditmemo creditinvoice refund return returns retoure retour ruecksendung reversal"
)
CREDIT_SIDE = "h haben"
# How words begin that say that nothing came of an order.
CANCELLED = "storn|cancel|void|abgebroch|annull|widerruf|refunded|erstattet"


def credit_column(sample: Sample, columns: Columns) -> int | None:
    """The column that tells credit notes from invoices; rather one that does so in the sample already."""
    ranked = f"{TYPES} {DEBIT_OR_CREDIT}".split()
    spelled = {n: plain(sample.columns[n]) for n in _free(sample, columns)}
    known = sorted((n for n in spelled if spelled[n] in ranked), key=lambda n: ranked.index(spelled[n]))
    told = [n for n in known if any(plain(value) in _words(spelled[n]) for value in sample.values[n])]
    return next(iter(told or known), None)


def status_column(sample: Sample, columns: Columns) -> int | None:
    """The column that tells cancelled orders; rather one that does so in the sample already."""
    known = [n for n in _free(sample, columns) if plain(sample.columns[n]).endswith("status")]
    told = [n for n in known if any(re.match(f"(?i){CANCELLED}", value) for value in sample.values[n])]
    return next(iter(told or known), None)


def credit_sql(sample: Sample, columns: Columns) -> str:
    """The word for a credit note on a line, else NULL; `x0`, `x1`, ... are the trimmed texts of the columns."""
    index = credit_column(sample, columns)
    if index is None:
        return "CAST(NULL AS VARCHAR)"
    words = ", ".join(f"'{word}'" for word in _words(plain(sample.columns[index])))
    letters = f"regexp_replace(replace(lower(x{index}), 'ü', 'ue'), '[^a-z]', '', 'g')"
    return f"CASE WHEN {letters} IN ({words}) THEN x{index} END"


def cancelled_sql(sample: Sample, columns: Columns) -> str:
    """The word for a cancelled order on a line, else NULL."""
    index = status_column(sample, columns)
    if index is None:
        return "CAST(NULL AS VARCHAR)"
    return f"CASE WHEN regexp_matches(x{index}, '(?i)^({CANCELLED})') THEN left(x{index}, 40) END"


def extra_columns(sample: Sample, columns: Columns) -> set[int]:
    """The columns that are read besides the keys'."""
    return {n for n in (credit_column(sample, columns), status_column(sample, columns)) if n is not None}


def _words(heading: str) -> list[str]:
    return (CREDIT_SIDE if heading in DEBIT_OR_CREDIT.split() else CREDITS).split()


def _free(sample: Sample, columns: Columns) -> Iterable[int]:
    taken = {guess.index for guess in columns.guesses.values()}
    return (n for n in range(len(sample.columns)) if n not in taken)
