from django.apps import AppConfig


class History(AppConfig):
    name = "bleib.history"
