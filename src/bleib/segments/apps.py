from django.apps import AppConfig


class Segments(AppConfig):
    name = "bleib.segments"
