from django.apps import AppConfig


class Outlook(AppConfig):
    name = "bleib.outlook"
