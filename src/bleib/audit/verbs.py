"""What can be done, and the sentence it is told in. Every room declares its verbs once, in AppConfig.ready().

A sentence may name `actor`, `subject`, `changes` (the changed fields with before and after) and the parameters that
were recorded.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Said

# The two verbs that let an entry be empty: a person it is about was erased, or it named one that was.
ERASED = "person.erased"
EMPTIED = "entries.emptied"

_SENTENCES: dict[str, Said] = {}


class UnknownVerb(LookupError):
    """A verb that no room has declared: nobody could read the entry."""


def declare(sentences: Mapping[str, Said]) -> None:
    """Make verbs known. The same verb again has to have the same sentence."""
    for verb, sentence in sentences.items():
        if _SENTENCES.setdefault(verb, sentence) != sentence:
            raise ValueError(f"The verb {verb} is declared twice, with different sentences.")


def template(verb: str) -> str:
    """The sentence of a verb in the active language, with named placeholders. Raises UnknownVerb."""
    try:
        return str(_SENTENCES[verb])
    except KeyError:
        raise UnknownVerb(
            f"Nobody has declared the verb {verb!r}: audit.api.declare({{{verb!r}: _(...)}}) in AppConfig.ready()."
        ) from None


def declared() -> dict[str, Said]:
    return dict(_SENTENCES)


declare(
    {
        "added": _("%(actor)s added %(subject)s."),
        "changed": _("%(actor)s changed %(subject)s: %(changes)s."),
        "removed": _("%(actor)s removed %(subject)s."),
        EMPTIED: _("%(actor)s emptied entries %(entries)s, which named an erased person."),
        ERASED: _("%(actor)s erased a person: %(subject)s."),
    }
)
