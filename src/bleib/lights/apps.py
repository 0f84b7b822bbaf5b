from django.apps import AppConfig


class Lights(AppConfig):
    name = "bleib.lights"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.lights.verbs import VERBS

        declare(VERBS)
