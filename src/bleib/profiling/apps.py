from django.apps import AppConfig


class Profiling(AppConfig):
    name = "bleib.profiling"
