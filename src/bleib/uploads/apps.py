from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Uploads(AppConfig):
    name = "bleib.uploads"

    def ready(self) -> None:
        from bleib.audit.api import declare

        declare(
            {
                "import.started": _("%(actor)s started the import of %(subject)s."),
                "import.undo_started": _("%(actor)s started to undo import %(number)s of %(subject)s."),
            }
        )
