from django.apps import AppConfig


class Segments(AppConfig):
    name = "bleib.segments"

    def ready(self) -> None:
        from bleib.audit.api import declare, declare_values
        from bleib.segments.verbs import PARTS, VERBS

        declare(VERBS)
        declare_values("segments.segment", PARTS)
