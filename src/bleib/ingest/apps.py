from django.apps import AppConfig


class Ingest(AppConfig):
    name = "bleib.ingest"
