"""Segments as people edit them, who belongs to them, and when that has to be looked at again."""

from bleib.segments.models.due import Due
from bleib.segments.models.filled_by import FilledBy
from bleib.segments.models.membership import Membership
from bleib.segments.models.past_count import PastCount
from bleib.segments.models.segment import Segment, Subject
from bleib.segments.models.version import SegmentsVersion

__all__ = ["Due", "FilledBy", "Membership", "PastCount", "Segment", "SegmentsVersion", "Subject"]
