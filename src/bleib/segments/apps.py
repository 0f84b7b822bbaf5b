from django.apps import AppConfig


class Segments(AppConfig):
    name = "bleib.segments"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.segments.verbs import VERBS

        declare(VERBS)
