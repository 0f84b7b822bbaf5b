from django.apps import AppConfig


class Pulls(AppConfig):
    name = "bleib.pulls"
