from django.apps import AppConfig


class Figures(AppConfig):
    name = "bleib.figures"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.figures.store import Measured
        from bleib.figures.verbs import VERBS
        from bleib.privacy.api import register_store

        register_store(Measured())
        declare(VERBS)
