from django.apps import AppConfig


class Lights(AppConfig):
    name = "bleib.lights"
