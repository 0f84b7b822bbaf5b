"""Addresses of connections, tab by tab."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.connections import events, pull, pulls, sources, start, tokens, webhook, webhooks

urlpatterns: list[URLPattern] = [
    path("connections/", start.connections, name="connections"),
    path("connections/tokens/", tokens.tokens, name="tokens"),
    path("connections/tokens/new/", tokens.new, name="new_token"),
    path("connections/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("connections/events/", sources.sources, name="sources"),
    path("connections/events/new/", sources.new, name="source_new"),
    path("connections/events/<int:pk>/", sources.source, name="source"),
    path("connections/events/<int:pk>/key/", sources.rekey, name="source_rekey"),
    path("connections/events/<int:pk>/revoke/", sources.revoke, name="source_revoke"),
    path("connections/events/rules/<int:pk>/", events.event, name="event_rule"),
    path("connections/webhooks/", webhooks.webhooks, name="webhooks"),
    path("connections/webhooks/new/", webhooks.new, name="webhook_new"),
    path("connections/webhooks/<int:pk>/", webhook.webhook, name="webhook"),
    path("connections/webhooks/<int:pk>/edit/", webhooks.edit, name="webhook_edit"),
    path("connections/webhooks/<int:pk>/secret/", webhooks.renew_secret, name="webhook_renew"),
    path("connections/webhooks/<int:pk>/pause/", webhooks.pause, name="webhook_pause"),
    path("connections/webhooks/<int:pk>/resume/", webhooks.resume, name="webhook_resume"),
    path("connections/webhooks/<int:pk>/test/", webhook.test, name="webhook_test"),
    path("connections/webhooks/<int:pk>/again/", webhook.replay, name="webhook_replay"),
    path("connections/webhooks/<int:pk>/remove/", webhooks.remove, name="webhook_remove"),
    path("connections/webhooks/messages/<int:pk>/", webhook.message, name="webhook_message"),
    path("connections/webhooks/messages/<int:pk>/again/", webhook.again, name="webhook_again"),
    path("connections/pulls/", pulls.pulls, name="pulls"),
    path("connections/pulls/new/<str:kind>/", pulls.new, name="pull_new"),
    path("connections/pulls/<int:pk>/", pull.pull, name="pull"),
    path("connections/pulls/<int:pk>/edit/", pulls.edit, name="pull_edit"),
    path("connections/pulls/<int:pk>/trial/", pull.trial, name="pull_trial"),
    path("connections/pulls/<int:pk>/switch/", pull.switch, name="pull_switch"),
    path("connections/pulls/<int:pk>/now/", pull.run_now, name="pull_now"),
    path("connections/pulls/<int:pk>/anew/", pull.anew, name="pull_anew"),
    path("connections/pulls/<int:pk>/remove/", pulls.remove, name="pull_remove"),
    path("connections/pulls/trials/<int:pk>/adopt/", pull.adopt, name="pull_adopt"),
]
