from django.apps import AppConfig


class Console(AppConfig):
    name = "bleib.console"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.console.verbs import VERBS

        declare(VERBS)
