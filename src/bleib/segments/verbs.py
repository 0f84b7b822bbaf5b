"""What can be done about segments, as the audit log tells it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from bleib.audit.api import Told
from bleib.lights.verbs import flag, language, text

VERBS = {
    "segment.added": _("%(actor)s added the segment %(subject)s: %(changes)s."),
    "segment.changed": _("%(actor)s changed the segment %(subject)s: %(changes)s."),
    "segment.exported": _("%(actor)s exported the %(number)s contacts of the segment %(subject)s."),
    "segment.removed": _("%(actor)s removed the segment %(subject)s: %(changes)s."),
}


def _condition(when: Any) -> str:
    from bleib.segments.models import Subject
    from bleib.segments.trial import sentence  # loads the vocabulary, which no other sentence needs

    said = (sentence(when, subject, language()) for subject in (Subject.CUSTOMER, Subject.CONTACT))
    return next((each for each in said if each != str(when)), str(when))


def _subject(name: Any) -> str:
    from bleib.segments.models import Subject

    return str(Subject(name).label) if name in Subject.values else str(name)


# What changes of segments hold, in the form of the file.
PARTS = {
    "when": Told(_("condition"), _condition),
    "name": Told(_("name"), text),
    "subject": Told(_("who belongs to it"), _subject),
    "active": Told(_("active"), flag),
    "place": Told(_("place")),
}
