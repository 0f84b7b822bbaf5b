from django.apps import AppConfig


class Accounts(AppConfig):
    name = "bleib.accounts"

    def ready(self) -> None:
        from bleib.accounts import checks  # noqa: F401 - registers them
        from bleib.accounts.verbs import VERBS
        from bleib.audit.api import declare

        declare(VERBS)
