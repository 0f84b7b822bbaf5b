from django.apps import AppConfig


class Tasks(AppConfig):
    name = "bleib.tasks"
