from django.apps import AppConfig


class Pulls(AppConfig):
    name = "bleib.pulls"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.pulls.verbs import VERBS

        declare(VERBS)
