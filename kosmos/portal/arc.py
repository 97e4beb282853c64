"""The month as an arc of points, one for each day: past, covered by money, not covered, and today's light."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kosmos.charging.home import MonthDay

WIDTH, HEIGHT, LEFT, SPAN, GROUND, RISE = 328, 70, 10, 308, 50, 144
"""The picture's size, and the curve x = 10 + 308t, y = 50 - 144t(1 - t) on it."""

PAST, MISSED, COVERED, OPEN, LIT, OUT = "past", "missed", "paid", "open", "now", "now-off"
"""What a day's point shows; the words are the classes in kosmos.css."""

_OF_STATE = {"past": PAST, "missed": MISSED, "covered": COVERED, "uncovered": OPEN, "paused": OPEN}
"""What the engine's word for a day (charging.home.MonthDay) is drawn as."""

_RADIUS = {PAST: 1.7, MISSED: 1.7, COVERED: 2.5, OPEN: 2.3, LIT: 5, OUT: 4.5}
_LABEL_BELOW, _LABEL_LOWEST, _LABEL_CROWDED = 27, 68, 57
_LABEL_HALF, _LABEL_MARGIN = 22, 32


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the month, where it stands on the arc, and what it shows."""

    day: date
    x: float
    y: float
    shows: str


@dataclass(frozen=True, slots=True)
class Label:
    """Where the word "today" stands, which end of it is there, and whether it leaves room for the first day's."""

    x: float
    y: float
    anchor: str
    first_shown: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A month of points and the place of today's label."""

    today: date
    points: tuple[Point, ...]
    label: Label


@lru_cache(maxsize=512)
def arc(*, today: date, days: tuple[MonthDay, ...]) -> Arc:
    """The month of ``today``, all its days as the engine foresees them.

    The light is on today while service runs. Of a pause it is on the day of return, if money is there for it.
    """
    light = _light(today, days)
    points = tuple(Point(day.day, *_place(day.day.day, len(days)), _shows(day, today, light)) for day in days)
    return Arc(today, points, _label(points[today.day - 1]))


def _light(today: date, days: tuple[MonthDay, ...]) -> date | None:
    now = days[today.day - 1]
    if now.state != "paused":
        return today if now.state == "covered" else None
    back = next((day for day in days if day.day > today and day.state != "paused"), None)
    return back.day if back is not None and back.state == "covered" else None


def _place(day: int, days: int) -> tuple[float, float]:
    part = (day - 1) / (days - 1)
    return round(LEFT + SPAN * part, 1), round(GROUND - RISE * part * (1 - part), 1)


def _shows(day: MonthDay, today: date, light: date | None) -> str:
    if day.day == light:
        return LIT
    if day.day == today:
        return OUT
    return PAST if day.day < today and day.state == "paused" else _OF_STATE[day.state]


def _label(now: Point) -> Label:
    """Below the point, or above it where the month's last day is written."""
    below = min(now.y + _LABEL_BELOW, _LABEL_LOWEST)
    if now.x > WIDTH / 2 and below > _LABEL_CROWDED:
        return Label(min(now.x + 14, WIDTH - 4), round(now.y - 18, 1), "end", True)
    x = max(now.x, _LABEL_MARGIN)
    return Label(x, round(below, 1), "middle", x - _LABEL_HALF > 14 or below < _LABEL_CROWDED)


def drawn(month: Arc, *, sentence: str, today: str, last: str) -> SafeString:
    """The arc as a picture: ``sentence`` says it to those who do not see it, the other words stand on it."""
    label = month.label
    return format_html(
        '<svg class="month" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="path" d="M10 50Q164 -22 318 50"/>'
        '{}<text x="{}" y="{}" text-anchor="{}">{}</text>{}<text x="324" y="68" text-anchor="end">{}</text></svg>',
        WIDTH,
        HEIGHT,
        sentence,
        _circles(month),
        label.x,
        label.y,
        label.anchor,
        today,
        SafeString('<text x="4" y="68">1</text>') if label.first_shown else "",
        last,
    )


@lru_cache(maxsize=512)
def _circles(month: Arc) -> SafeString:
    """The points in the order of painting: the light and what stands for today come last, over their neighbours."""
    ordered = sorted(month.points, key=lambda point: point.shows in {LIT, OUT})
    return SafeString("".join(map(_circle, ordered)))


def _circle(point: Point) -> str:
    at = f'cx="{point.x}" cy="{point.y}"'
    halo = f'<circle class="halo" {at} r="14"/><circle class="halo" {at} r="9"/>' if point.shows == LIT else ""
    return f'{halo}<circle class="{point.shows}" {at} r="{_RADIUS[point.shows]}"/>'
