from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Tasks(AppConfig):
    name = "bleib.tasks"

    def ready(self) -> None:
        from bleib.audit.api import declare

        declare(
            {
                "task.asked": _("%(actor)s asked for the task %(subject)s."),
                "task.closed": _("%(actor)s closed the task %(subject)s: %(changes)s."),
                "task.reopened": _("%(actor)s opened the task %(subject)s again."),
                "task.handed_over": _("%(actor)s handed the task %(subject)s over: %(changes)s."),
            }
        )
