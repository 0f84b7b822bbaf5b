"""What can be done about webhooks, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "webhook.added": _("%(actor)s added the webhook %(subject)s: %(changes)s."),
    "webhook.changed": _("%(actor)s changed the webhook %(subject)s: %(changes)s."),
    "webhook.removed": _("%(actor)s removed the webhook %(subject)s."),
    "webhook.secret_renewed": _("%(actor)s gave the webhook %(subject)s a new secret."),
    "webhook.paused": _("%(actor)s paused the webhook %(subject)s."),
    "webhook.gave_up": _("%(actor)s paused the webhook %(subject)s, because its receiver failed for days."),
    "webhook.sent_away": _("%(actor)s paused the webhook %(subject)s, because its receiver wants nothing any more."),
    "webhook.resumed": _("%(actor)s resumed the webhook %(subject)s."),
    "webhook.replayed": _("%(actor)s had %(number)s messages of the webhook %(subject)s sent again."),
}
