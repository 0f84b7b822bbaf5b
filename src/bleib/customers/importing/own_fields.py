"""The company's own fields in a list of customers: `field:KEY` names one, and its label or key as a heading does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bleib.customers.models import CustomField
from bleib.history.sources.keys import plain
from bleib.kernel.errors import UsageError

PREFIX = "field:"
Own = Mapping[str, tuple[CustomField, int]]
# What a value of each kind has to look like, in the words of `reasons`.
FORMS = {"text": "text", "number": "number", "date": "date", "choice": "choice", "yes_no": "yes or no"}


def own_columns(
    headings: Sequence[str], found: Mapping[str, int], *, taken: Sequence[int], wanted: Mapping[str, str]
) -> Own:
    """`field:KEY` to field and column: what the user said (`found`), else a heading that nothing else has taken.

    Raises UsageError for a field that there is not.
    """
    fields = {PREFIX + field.key: field for field in CustomField.objects.current()}
    for key in wanted:
        if key.startswith(PREFIX) and key not in fields:
            raise UsageError(f"{key}: there is no such field. There are: {' '.join(fields) or 'none'}.")
    own = {key: (fields[key], index) for key, index in found.items() if key in fields}
    spelled = [plain(each) for each in headings]
    used = {*taken, *(index for _, index in own.values())}
    for key, field in fields.items():
        if key in wanted:
            continue
        names = {plain(field.label), plain(field.key)} - {""}
        index = next((n for n, name in enumerate(spelled) if name in names and n not in used), None)
        if index is not None:
            own[key] = (field, index)
            used.add(index)
    return own


def labels() -> dict[str, str]:
    """`field:KEY` to the field's name, for pages."""
    return {PREFIX + field.key: field.label for field in CustomField.objects.current()}


def stage_own(connection: Any, cells: Sequence[tuple[int, int, str, str, str, str]]) -> dict[str, str]:
    """Make the relation `own`: what each line of `people` says of a field; returns its columns.

    `cells`: number of the file, lines above, relation, key, SQL of the text and of the text as Bleib writes it.
    """
    connection.execute(
        "CREATE TEMP TABLE own_cells (file INTEGER, line BIGINT, key VARCHAR, raw VARCHAR, text VARCHAR)"
    )
    for file, above, relation, key, raw, text in cells:
        connection.execute(
            f"INSERT INTO own_cells SELECT {file}, line + {above}, ?, raw, {text} FROM "
            f"(SELECT line, {raw} AS raw FROM {relation}) WHERE raw IS NOT NULL",
            [key.removeprefix(PREFIX)],
        )
    connection.execute(
        "CREATE TEMP VIEW own AS SELECT p.ord, v.key, v.raw, v.text, v.file, v.line "
        "FROM own_cells v JOIN people p USING (file, line)"
    )
    return {"ord": "bigint", "key": "text", "raw": "text", "text": "text", "file": "integer", "line": "bigint"}
