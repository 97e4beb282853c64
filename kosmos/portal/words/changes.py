"""How spending changed, in sentences."""

from django.utils.translation import gettext

from kosmos.catalogue.models import Service
from kosmos.charging.analysis import Analysis, Change, Moved, Part
from kosmos.portal.words.channels import channel_words
from kosmos.wording.typography import byn, day_of_month, money, month, text


def part_names(parts: list[Part]) -> dict[Part, str]:
    """What money went for, in words."""
    ids = [part for part in parts if isinstance(part, int)]
    names: dict[Part, str] = {}
    if ids:
        names.update({key: text(name) for key, name in Service.objects.filter(id__in=ids).values_list("id", "name")})
    names["one_off"] = gettext("Разовые списания")
    names["correction"] = gettext("Исправления")
    return {part: names.get(part, str(part)) for part in parts}


def came_name(channel: str) -> str:
    """By which way money came, in words."""
    return gettext("Исправления") if channel == "correction" else channel_words(channel)


def change_words(analysis: Analysis, names: dict[Part, str]) -> list[str]:
    """What changed most in the last whole month, one sentence each; one that says so if nothing did."""
    over = analysis.months[-3:-1]
    if analysis.changes:
        return [_change(change, names) for change in analysis.changes]
    if len(over) < 2 or not (over[0].went or over[1].went):
        return []
    said = gettext("%(month)s: списано столько же, сколько месяцем раньше, %(sum)s.")
    return [said % {"month": month(over[1].first).capitalize(), "sum": byn(over[1].went)}]


def year_words(now: Moved, before: Moved) -> list[str]:
    """This year against the same days of the last one; nothing if there was nothing then."""
    if not (before.came or before.went):
        return []
    day = day_of_month(now.last)
    went = gettext("С 1 января по %(day)s списано %(now)s; год назад за те же дни %(before)s: %(change)s.")
    came = gettext("Пополнено %(now)s; год назад за те же дни %(before)s: %(change)s.")
    return [
        went % {"day": day, "now": byn(now.went), "before": byn(before.went), "change": _more(now.went - before.went)},
        came % {"now": byn(now.came), "before": byn(before.came), "change": _more(now.came - before.came)},
    ]


def _change(change: Change, names: dict[Part, str]) -> str:
    said = gettext("%(name)s, %(month)s: %(after)s вместо %(before)s, %(change)s.")
    return said % {
        "name": names[change.part],
        "month": month(change.month),
        "after": money(change.after),
        "before": byn(change.before),
        "change": _more(change.after - change.before),
    }


def _more(difference: int) -> str:
    if not difference:
        return gettext("столько же")
    said = gettext("на %(sum)s больше") if difference > 0 else gettext("на %(sum)s меньше")
    return said % {"sum": byn(abs(difference))}
