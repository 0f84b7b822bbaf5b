from django.apps import AppConfig


class Privacy(AppConfig):
    name = "bleib.privacy"
