"""The staff's pages. A new verb is an address of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bleib.console.views import audit, colleague, colleagues, health, privacy, system

# Each is a folder of its own, with its views, templates and words.
AREAS = (
    "today",
    "retention",
    "value",
    "journey_map",
    "economics",
    "forecast",
    "customers",
    "customer",
    "imports",
    "definitions",
    "settings",
    "search",
    "monthly",
    "tasks",
    "lights",
    "segments",
    "connections",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.health, name="health"),
    path("health/ready", health.ready, name="ready"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/invite/", colleagues.invite, name="invite"),
    path("colleagues/invitations/<int:pk>/withdraw/", colleagues.withdraw, name="withdraw_invitation"),
    path("colleagues/second-factor/<str:role>/", colleagues.second_factor, name="second_factor"),
    path("colleagues/<int:pk>/", colleague.colleague, name="colleague"),
    path("colleagues/<int:pk>/name/", colleague.rename, name="rename_colleague"),
    path("colleagues/<int:pk>/role/", colleague.change_role, name="change_role"),
    path("colleagues/<int:pk>/deactivate/", colleague.deactivate, name="deactivate"),
    path("colleagues/<int:pk>/reactivate/", colleague.reactivate, name="reactivate"),
    path("colleagues/<int:pk>/forget-second-factor/", colleague.forget_second_factor, name="forget_second_factor"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<str:kind>/<int:pk>/", privacy.person, name="person"),
    path("privacy/<str:kind>/<int:pk>/export/", privacy.export, name="export_person"),
    path("privacy/<str:kind>/<int:pk>/erase/", privacy.erase, name="erase_person"),
    path("audit/", audit.audit, name="audit"),
    path("audit/chain/", audit.chain, name="audit_chain"),
    path("system/", system.system, name="system"),
    path("system/jobs/<int:pk>/retry/", system.retry, name="retry_job"),
    path("system/jobs/<int:pk>/cancel/", system.cancel, name="cancel_job"),
    *(path("", include(f"bleib.console.{area}.urls")) for area in AREAS),
]
