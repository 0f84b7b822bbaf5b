from django.apps import AppConfig


class Webhooks(AppConfig):
    name = "bleib.webhooks"
