"""Addresses of the list of tasks, and a verb each."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.tasks import views

urlpatterns: list[URLPattern] = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/ask/", views.ask, name="task_ask"),
    path("tasks/<int:pk>/close/", views.close, name="task_close"),
    path("tasks/<int:pk>/reopen/", views.reopen, name="task_reopen"),
    path("tasks/<int:pk>/hand-over/", views.hand_over, name="task_hand_over"),
]
