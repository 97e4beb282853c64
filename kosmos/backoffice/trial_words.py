"""What a dry run of a day found, in words: rows of as it is, as it is tried, and the difference."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.wording.typography import money

Found = Mapping[str, Mapping[str, int]]
GROUPS: dict[str, str | Promise] = {
    "kopecks": _("Деньги, BYN"),
    "postings": _("Сколько записей"),
    "subscriptions": _("Услуги в начале дня"),
}
NAMES: dict[str, str | Promise] = {
    "share": _("плата за день"),
    "accrual": _("начислено за месяц"),
    "give_back": _("возвращено"),
    "one_off": _("разовые списания"),
    "payment": _("платежи"),
    "reversal": _("отмены платежей"),
    "correction": _("исправления"),
    "opening": _("начальные остатки"),
    "running": _("работают"),
    "blocked": _("остановлены"),
    "suspended": _("приостановлены"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: as things are, as they are tried (empty if nothing is), and the difference."""

    name: str
    now: str
    tried: str
    difference: str


def lines_of(now: Found, tried: Found | None) -> list[tuple[str, str, list[Row]]]:
    """The groups of figures: the group's name for programs and for people, and its rows."""
    return [(group, str(words), _rows(group, now, tried)) for group, words in GROUPS.items()]


def _rows(group: str, now: Found, tried: Found | None) -> list[Row]:
    before = now.get(group, {})
    after = tried.get(group, {}) if tried is not None else before
    write = money if group == "kopecks" else str
    found = []
    for name in [one for one in NAMES if one in before or one in after]:
        was, will = before.get(name, 0), after.get(name, 0)
        sign = "+" if will > was else ""
        difference = f"{sign}{write(will - was)}" if will != was else "—"
        found.append(Row(str(NAMES[name]), write(was), write(will) if tried is not None else "", difference))
    return found
