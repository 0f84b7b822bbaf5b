"""Addresses of segments."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.segments.views import condition, edit, export, file, one, overview

ONE = "segments/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("segments/", overview.segments, name="segments"),
    path("segments/new/", edit.new, name="segment_new"),
    path("segments/condition/lines/", condition.lines, name="segment_lines"),
    path("segments/condition/preview/", condition.preview, name="segment_preview"),
    path("segments/file/", file.download, name="segments_file"),
    path("segments/file/try/", file.attempt, name="segments_file_try"),
    path("segments/file/take/", file.take, name="segments_file_take"),
    path(ONE, one.segment, name="segment"),
    path(f"{ONE}edit/", edit.edit, name="segment_edit"),
    path(f"{ONE}export/", export.export, name="segment_export"),
    path(f"{ONE}switch/", edit.switch, name="segment_switch"),
    path(f"{ONE}remove/", edit.remove, name="segment_remove"),
]
