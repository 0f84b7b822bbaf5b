"""Addresses of this area. An import of customers has its own number, so it has its own address."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.imports import columns, history, one, uploading
from bleib.uploads.api import Topic

OF_HISTORY, OF_CUSTOMERS = {"topic": Topic.HISTORY}, {"topic": Topic.CUSTOMERS}

urlpatterns: list[URLPattern] = [
    path("imports/", history.imports, name="imports"),
    path("imports/upload/", uploading.upload, name="upload"),
    path("imports/uploads/<uuid:key>/", uploading.one, name="upload_page"),
    path("imports/uploads/<uuid:key>/columns/", columns.choose, name="upload_columns"),
    path("imports/uploads/<uuid:key>/start/", uploading.start, name="start_import"),
    path("imports/uploads/<uuid:key>/stop/", uploading.stop, name="stop_import"),
    path("imports/uploads/<uuid:key>/discard/", uploading.discard, name="discard_upload"),
    path("imports/uploads/<uuid:key>/rejects.csv", uploading.rejects, name="upload_rejects"),
    path("imports/<int:pk>/", one.entry, OF_HISTORY, name="import"),
    path("imports/<int:pk>/undo/", one.undo, OF_HISTORY, name="undo_import"),
    path("imports/<int:pk>/rejects.csv", one.rejects, OF_HISTORY, name="import_rejects"),
    path("imports/customers/<int:pk>/", one.entry, OF_CUSTOMERS, name="customer_import"),
    path("imports/customers/<int:pk>/undo/", one.undo, OF_CUSTOMERS, name="undo_customer_import"),
    path("imports/customers/<int:pk>/rejects.csv", one.rejects, OF_CUSTOMERS, name="customer_import_rejects"),
]
