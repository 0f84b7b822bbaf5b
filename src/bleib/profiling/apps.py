from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Profiling(AppConfig):
    name = "bleib.profiling"

    def ready(self) -> None:
        from bleib.audit.api import declare

        declare({"profiling.declined": _("%(actor)s noted that %(subject)s did not want to answer: %(question)s")})
