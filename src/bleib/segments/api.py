"""What other rooms may ask of segments."""

from __future__ import annotations

from bleib.rules.edits import Edit, EditKind
from bleib.rules.yaml_file import FileError
from bleib.segments.belonged import Belonged, belonged
from bleib.segments.counted import Counted, count_segments, is_count_due, overview_soon
from bleib.segments.counting import NotCounted, TakesTooLong, preview_soon
from bleib.segments.definition import Definition, SegmentText
from bleib.segments.edited import fill_edited, fill_marked, is_anybody_edited, is_anybody_marked, lights_changed
from bleib.segments.editing import (
    export_segments,
    import_segments,
    keep_segment,
    remove_segment,
    switch_segment,
    try_import,
)
from bleib.segments.filling import fill, fill_changed, fill_due, fill_everybody, is_everybody_due
from bleib.segments.looking_back import is_look_back_due, look_back
from bleib.segments.models import Membership, Segment, SegmentsVersion, Subject
from bleib.segments.past import keys_at, members_at
from bleib.segments.reading import (
    Overlap,
    counts,
    lights,
    lights_of,
    members,
    overlap,
    record_of,
    segment,
    segments,
    segments_of,
)
from bleib.segments.stored import stored_definition
from bleib.segments.trend import Month, Summary, overview, trend
from bleib.segments.trial import Estimate, Preview, Sampled, preview, sentence
from bleib.segments.vocabulary import IN_SEGMENT, vocabulary

__all__ = [
    "IN_SEGMENT", "Belonged", "Counted", "Definition", "Edit", "EditKind", "Estimate", "FileError", "Membership",
    "Month", "NotCounted", "Overlap", "Preview", "Sampled", "Segment", "SegmentText", "SegmentsVersion", "Subject",
    "Summary", "TakesTooLong", "belonged", "count_segments", "counts", "export_segments", "fill", "fill_changed",
    "fill_due", "fill_edited", "fill_everybody", "fill_marked", "import_segments", "is_anybody_edited",
    "is_anybody_marked", "is_count_due", "is_everybody_due", "is_look_back_due", "keep_segment", "keys_at", "lights",
    "lights_changed", "lights_of", "look_back", "members", "members_at", "overlap", "overview", "overview_soon",
    "preview", "preview_soon", "record_of", "remove_segment", "segment", "segments", "segments_of", "sentence",
    "stored_definition", "switch_segment", "trend", "try_import", "vocabulary",
]  # fmt: skip
