"""The report on a terminal: five sentences first, then short tables. Works in a pipe and at 80 columns."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable
from rich.text import Text

from bleib.kernel.windows import Window
from bleib.report.compose import Report
from bleib.report.sections import sections
from bleib.report.sections.retention import compared
from bleib.report.story import story
from bleib.report.words import Words
from bleib.ui.table import Table

# Typography that a plain terminal, a log or a grep may not know.
PLAIN: dict[int, str] = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "–": "-", "−": "-", "×": "x", "“": '"', "”": '"'}
)
# What would steer the terminal instead of being read: a customer's name may hold anything.
CONTROL = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)], " ")
NOTES = 8  # sources whose notes are printed
# Sections whose table stands in the terminal; the rest is in the page and the JSON.
SHOWN = ("retention", "overdue", "bridge", "contracts", "cohorts", "regulars", "rfm")


def print_terminal(report: Report, console: Console, lang: str) -> None:
    """Print sentences and tables in `lang` (de, en) to `console`."""
    words = Words(lang, report.currency)
    _head(report, console, words)
    for number, sentence in enumerate(story(report, words), start=1):
        _numbered(console, number, sentence)
    for section in sections(report, words):
        if section.name in SHOWN and section.brief and section.brief.rows:
            console.print(Text(f"\n{plain(section.brief.caption)}", style="bold"))
            console.print(rich_table(section.brief, words))
    _foot(report, console, words)


def _head(report: Report, console: Console, words: Words) -> None:
    span = words.span(Window(report.first_day, report.until))
    console.print(Text(plain(f"{words.say('page_title')}  {span}"), style="bold"))
    if report.is_on_orders:
        console.print(Text(plain(compared(report, words)), style="dim"))
    if report.synthetic:
        console.print(Text(plain(words.say("synthetic")), style="yellow"))
    console.print()


def _numbered(console: Console, number: int, sentence: str) -> None:
    """A sentence with its number in the margin, so that wrapped lines stay together."""
    grid = RichTable.grid(padding=(0, 1))
    grid.add_column(style="cyan", width=2)
    grid.add_column(overflow="fold")
    grid.add_row(str(number), Text(plain(sentence)))
    console.print(grid)


def rich_table(table: Table, words: Words) -> RichTable:
    """Cells of data are text, never markup: a customer may be called [red]."""
    rich = RichTable(box=None, pad_edge=False)
    for column in table.columns:
        rich.add_column(
            escape(plain(column.title)),
            justify="right" if column.numeric else "left",
            header_style="dim",
            overflow="fold",
        )
    for row in table.rows:
        cells = (_cell(value, column.kind, words) for value, column in zip(row, table.columns, strict=True))
        rich.add_row(*(Text(each) for each in cells))
    return rich


def _cell(value: object, kind: str, words: Words) -> str:
    return plain(words.show(value, kind))


def _foot(report: Report, console: Console, words: Words) -> None:
    """Why these windows, what was read, and what is remarkable about it: muted, at the end."""
    said = {section.name: section.sentences for section in sections(report, words)}
    console.print()
    if "retention" in said:
        console.print(Text(plain(said["retention"][0]), style="dim"))
    console.print(Text(plain(" ".join(said["imports"])), style="dim"))
    for note in notes(report, words):
        console.print(Text(plain(note), style="dim"))


def notes(report: Report, words: Words) -> list[str]:
    """One line per source about which there is something to know; of many sources the first few."""
    noted = [f"{words.name(each.name)}: {each.note.said(words.lang)}" for each in report.sources if each.note]
    more = len(noted) - NOTES
    return noted if more <= 0 else [*noted[:NOTES], words.say("notes_more", more=more)]


def plain(text: str) -> str:
    return text.translate(PLAIN | CONTROL)
