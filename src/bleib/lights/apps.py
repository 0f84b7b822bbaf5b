from django.apps import AppConfig


class Lights(AppConfig):
    name = "bleib.lights"

    def ready(self) -> None:
        from bleib.audit.api import declare, declare_values
        from bleib.lights.verbs import PARTS, VERBS

        declare(VERBS)
        for model in ("lights.lightrule", "lights.ruleset"):
            declare_values(model, PARTS)
