from django.apps import AppConfig


class Worker(AppConfig):
    name = "bleib.worker"
