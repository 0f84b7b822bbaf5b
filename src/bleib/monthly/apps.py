from django.apps import AppConfig


class Monthly(AppConfig):
    name = "bleib.monthly"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.monthly.verbs import VERBS

        declare(VERBS)
