"""Small things of segments: {% sparkline counts %} and {% change 12 %}."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bleib.console.templatetags.figures import words_of_reader

register = template.Library()
WIDE, HIGH = 96, 24


@register.simple_tag
def sparkline(counts: Sequence[int]) -> SafeString:
    """A line without axes for the eye; the numbers stand beside it. Nothing where there are not two of them."""
    if len(counts) < 2:
        return SafeString("–")
    low, high = min(counts), max(counts)
    heights = [HIGH - 2 - (each - low) / ((high - low) or 1) * (HIGH - 4) for each in counts]
    points = " ".join(f"{place * WIDE / (len(counts) - 1):.1f},{height:.1f}" for place, height in enumerate(heights))
    drawn = '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true"><polyline points="{}"/></svg>'
    return format_html(drawn, WIDE, HIGH, points)


@register.simple_tag
def change(number: int | None) -> str:
    """More or fewer than before, with its sign; a dash where nothing is known of before."""
    if number is None:
        return "–"
    words = words_of_reader()
    return f"+{words.count(number)}" if number > 0 else f"−{words.count(-number)}" if number < 0 else "±0"
