from django.apps import AppConfig


class Figures(AppConfig):
    name = "bleib.figures"
