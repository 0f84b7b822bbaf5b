from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Ingest(AppConfig):
    name = "bleib.ingest"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.ingest.store import Received
        from bleib.privacy.api import register_store

        register_store(Received())
        declare(
            {
                "source.made": _("%(actor)s connected %(subject)s as a source of events."),
                "source.rekeyed": _("%(actor)s gave %(subject)s another write key; the old one is void."),
                "source.revoked": _("%(actor)s revoked the write key of %(subject)s."),
                "event_rule.changed": _("%(actor)s said what the event %(subject)s of %(source)s means: %(changes)s."),
            }
        )
