from django.apps import AppConfig


class Webhooks(AppConfig):
    name = "bleib.webhooks"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.webhooks.verbs import VERBS

        declare(VERBS)
