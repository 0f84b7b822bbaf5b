from django.apps import AppConfig


class History(AppConfig):
    name = "bleib.history"

    def ready(self) -> None:
        from bleib.history.store import History as Store
        from bleib.privacy.api import register_store

        register_store(Store())
