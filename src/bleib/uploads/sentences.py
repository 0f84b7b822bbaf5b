"""What reading files says on the command line, said on a page: in the reader's language, and without options.

Errors are raised far below, as one English sentence. The ones that people meet are known here by their words; any
other is shown as it is, without what to type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.history.sources.keys import KEYS
from bleib.history.sources.options import AmbiguousDates
from bleib.kernel.errors import BleibError


def _known(pattern: str, sentence: Promise) -> tuple[re.Pattern[str], Promise]:
    return re.compile(pattern.replace("FILE", r"(?P<file>[^\n]+?)"), re.DOTALL), sentence


KNOWN: Sequence[tuple[re.Pattern[str], Promise]] = (
    _known(
        r"FILE: no column for '(?P<key>\w+)' was recognised\..*",
        _("%(file)s: no column was recognised for “%(key)s”. Choose below which one it is."),
    ),
    _known(
        r"FILE: column '(?P<column>[^\n]*?)' should say '(?P<key>\w+)', .* for example '(?P<value>[^\n]*?)'\..*",
        _(
            "%(file)s: the column “%(column)s” should say “%(key)s”, but its values cannot be read as that, for "
            "example “%(value)s”. Choose another column below, or export it in another form."
        ),
    ),
    _known(
        r"None of the (?P<count>[\d,]+) lines could be used\. The first one: FILE, line (?P<line>\d+), "
        r"column '(?P<column>[^\n]*?)', value '(?P<value>[^\n]*?)': .*",
        _(
            "None of the %(count)s lines could be used. The first one: %(file)s, line %(line)s, column “%(column)s”, "
            "value “%(value)s”. Choose another column for it, or another form of dates."
        ),
    ),
    _known(
        r"FILE: no column names a customer or a product\..*",
        _("%(file)s: no column names a customer or a product. Choose below which one it is."),
    ),
    _known(
        r"FILE: this is an? (?:PDF|picture)\..*",
        _("%(file)s is no table. Bleib reads CSV, Excel, OpenDocument and Parquet."),
    ),
    _known(
        r"FILE: this is (?:an? [\w-]+ archive|packed with \w+); unpack it first\..*",
        _(
            "%(file)s is an archive. Unpack it first and choose the files in it. Files packed with gzip are read as "
            "they are."
        ),
    ),
    _known(
        r"FILE: this is an SQLite database;.*",
        _("%(file)s is a database. Export one of its tables as CSV."),
    ),
    _known(
        r"FILE: the (?:file|workbook) is empty\..*",
        _("%(file)s is empty. Export it again."),
    ),
    _known(
        r"FILE: (?:there are no lines below the heading|the file has a heading \(line \d+\) but no lines below it)\..*",
        _("%(file)s: there are no lines below the heading. Export it again, with what happened in between."),
    ),
    _known(
        r"This installation counts in (?P<own>\w+), but --currency says (?P<other>\w+)\..*",
        _("This installation counts in %(own)s, but you chose %(other)s. Convert the amounts before you import them."),
    ),
    _known(
        r"FILE: (?P<count>[\d,]+) lines?(?: \(.*\))? (?:is|are) in (?P<other>\w+), but Bleib counts in (?P<own>\w+) .*",
        _(
            "%(file)s: lines in %(other)s: %(count)s. This installation counts in %(own)s. Convert them or leave them "
            "out, then upload the file again."
        ),
    ),
    _known(
        r"FILE: these are DATEV postings.*",
        _(
            "%(file)s holds DATEV postings, which are revenue and no customers. Hand them over without other files: "
            "then they are read as orders."
        ),
    ),
    _known(
        r".*has to wait: process (?P<process>\d+) on (?P<host>\S+) is at it since (?P<since>[\d:]+)\..*",
        _("Somebody else is at it: process %(process)s on %(host)s, since %(since)s. Try again when it is done."),
    ),
)
TWO_DAYS = _(
    "The dates in the column “%(column)s” can be two days each, for example “%(sample)s”. Say below whether the day or "
    "the month comes first."
)
# What the command line proposes to type has no place on a page.
OPTIONS = re.compile(r"[^.;\n]*--[a-z][^.\n]*[.\n]?")
FOLDERS = re.compile(r"(?<!\S)/(?:[^/\s:]+/)+")


def on_a_page(error: BleibError) -> str:
    """The sentence for this error; where an installation lies is nobody's business."""
    said = str(error)
    if isinstance(error, AmbiguousDates):
        return str(TWO_DAYS) % {"column": error.column, "sample": error.sample}
    for pattern, sentence in KNOWN:
        if found := pattern.fullmatch(said):
            return str(sentence) % _words(found.groupdict(default=""))
    return FOLDERS.sub("", OPTIONS.sub("", said)).strip()


def _words(found: Mapping[str, str]) -> dict[str, str]:
    """Names of files without their folders, keys by their labels."""
    told = dict(found)
    if "file" in told:
        told["file"] = PurePath(told["file"]).name
    if told.get("key") in KEYS:
        key = KEYS[told["key"]]
        told["key"] = key.label_de if (get_language() or "de").startswith("de") else key.label_en
    return told
