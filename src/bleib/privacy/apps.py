from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Privacy(AppConfig):
    name = "bleib.privacy"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.privacy import checks, stores
        from bleib.privacy.stores.audit_log import AuditLog
        from bleib.privacy.stores.files import FOLDERS
        from bleib.privacy.stores.mail import Mails
        from bleib.privacy.stores.sessions import Sessions

        checks.register()
        for store in (AuditLog(), Sessions(), Mails(), *FOLDERS):
            stores.register(store)
        declare(
            {
                "retention.applied": _("%(actor)s let go what was kept long enough: %(changes)s."),
                "person.exported": _("%(actor)s exported what is held about a person: %(subject)s."),
            }
        )
