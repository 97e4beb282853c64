"""Charts as pictures made on the server: bars with their values written out; the same figures follow in a table.

They grow with the page (widths are shares of it), need no script, and say all to a screen reader: a title, and a
description that a caller gives or that names the largest bar. Colours are charts.css's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

SHORT_LABEL = 10
"""Labels of so many letters stand beside their bars; longer ones above them."""
LONGEST_LABEL = 30
"""Letters of a label that fit beside a value on a narrow phone; the table under the chart has the whole."""
_BESIDE, _ABOVE = 30, 44
"""How high a row is, in pixels."""
_LEFT, _SPAN = 29, 45
"""Where bars beside labels begin, and how long the longest is, in hundredths of the width."""
_THICK, _TOP = 14, 4

_SVG = (
    '<svg class="chart" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d" width="100%" height="{height}">'
    '<title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>{rows}{limit}</svg>'
)
_ROW = (
    '<text class="name" x="0" y="{name_y}">{label}</text>'
    '<rect class="track" x="{left}%" y="{bar_y}" width="{span}%" height="14" rx="7"/>'
    '<rect class="bar{kind}" x="{left}%" y="{bar_y}" width="{share}%" height="14" rx="{round}"/>'
    '<text class="value" x="100%" y="{name_y}" text-anchor="end">{value}</text>'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart; a value below zero is drawn as long as above it, and looks different."""

    label: str
    value: int


def bars(
    values: Sequence[Bar], *, limit: int | None, title: str, unit: Callable[[int], str], desc: str = ""
) -> SafeString:
    """Horizontal bars from zero, with a line at ``limit`` if there is one; ``unit`` writes a value for people."""
    beside = all(len(bar.label) <= SHORT_LABEL for bar in values)
    height, left, span = (_BESIDE, _LEFT, _SPAN) if beside else (_ABOVE, 0, 100)
    most = max([abs(bar.value) for bar in values] + [limit or 0, 1])
    rows = [
        _row(bar, top=_TOP + index * height, left=left, span=span, most=most, beside=beside, unit=unit)
        for index, bar in enumerate(values)
    ]
    tall = len(values) * height + 2 * _TOP
    return format_html(
        _SVG,
        id=f"c{crc32(title.encode()):08x}",
        height=tall,
        title=title,
        desc=desc or _described(values, unit),
        rows=format_html_join("", "{}", ((row,) for row in rows)),
        limit="" if limit is None else _limit(left + span * limit / most, tall),
    )


def _row(
    bar: Bar, *, top: int, left: int, span: int, most: int, beside: bool, unit: Callable[[int], str]
) -> SafeString:
    share = round(abs(bar.value) / most * span, 2)
    return format_html(
        _ROW,
        label=_fitting(bar.label),
        value=unit(bar.value),
        name_y=top + (_THICK if beside else _THICK + 1),
        bar_y=top + (2 if beside else _THICK + 8),
        left=left,
        span=span,
        share=share,
        round=7 if share > 4 else 2,
        kind=" below" if bar.value < 0 else "",
    )


def _fitting(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _limit(place: float, tall: int) -> SafeString:
    at = round(min(place, 100), 2)
    return format_html('<line class="limit" x1="{at}%" x2="{at}%" y1="0" y2="{tall}"/>', at=at, tall=tall)


def _described(values: Sequence[Bar], unit: Callable[[int], str]) -> str:
    """The largest bar in words."""
    if not values:
        return gettext("Пока нечего показать.")
    largest = max(values, key=lambda bar: bar.value)
    return gettext("Больше всего: %(name)s, %(value)s. Те же числа стоят в таблице ниже.") % {
        "name": largest.label,
        "value": unit(largest.value),
    }
