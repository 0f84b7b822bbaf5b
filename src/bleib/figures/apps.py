from django.apps import AppConfig


class Figures(AppConfig):
    name = "bleib.figures"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.figures.verbs import VERBS

        declare(VERBS)
