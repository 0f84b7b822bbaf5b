"""The staff's pages. A new verb is an address of its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.views import colleague, colleagues, health, start

urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("health", health.health, name="health"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/invite/", colleagues.invite, name="invite"),
    path("colleagues/invitations/<int:pk>/withdraw/", colleagues.withdraw, name="withdraw_invitation"),
    path("colleagues/second-factor/<str:role>/", colleagues.second_factor, name="second_factor"),
    path("colleagues/<int:pk>/", colleague.colleague, name="colleague"),
    path("colleagues/<int:pk>/role/", colleague.change_role, name="change_role"),
    path("colleagues/<int:pk>/deactivate/", colleague.deactivate, name="deactivate"),
    path("colleagues/<int:pk>/reactivate/", colleague.reactivate, name="reactivate"),
    path("colleagues/<int:pk>/forget-second-factor/", colleague.forget_second_factor, name="forget_second_factor"),
]
