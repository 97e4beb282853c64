"""What a figure is made of: the accounts behind a number, the postings behind a sum; a part at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kosmos.backoffice.figures.names import age_name, channel_name, kind_name, ledger_name, plan_names, status_name
from kosmos.backoffice.figures.panels import Cell, Panel, day, kopecks, words
from kosmos.kernel.days import ONE_DAY, month_end
from kosmos.ledger.models import LedgerCode, PostingKind
from kosmos.reports.debts import debts_of
from kosmos.reports.moves import moved_accounts
from kosmos.reports.plans import holders_of
from kosmos.reports.postings import Line, lines_of
from kosmos.reports.today import blocked_accounts, debtors
from kosmos.reports.trial import SUSPENSE
from kosmos.wording.typography import account_number, day_of_year, moment, month_title

ON_A_PAGE = 50
PAID = (PostingKind.PAYMENT, PostingKind.REVERSAL)
CAME = (*PAID, PostingKind.CORRECTION)
CHARGED = tuple(kind for kind in PostingKind if kind not in {*PAID, PostingKind.OPENING})
Wishes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list, and the address of the next one."""

    panel: Panel
    following: str = ""


def accounts_behind(wishes: Wishes, today: date) -> Listed:
    """The accounts that a number counts; 404 for a number that is none."""
    of = wishes.get("of", "debt")
    if of == "blocked":
        return _blocked(wishes)
    if of == "debt":
        return _debtors(wishes, today)
    if of == "plan":
        return _holders(wishes)
    if of in {"came", "left"}:
        return _moved(wishes, came=of == "came")
    raise Http404


def lines_behind(wishes: Wishes, today: date) -> Listed:
    """The postings of a day (today, if it is not said) that a sum is made of; 404 for a sum that is none."""
    when, of, code = _day(wishes.get("day") or str(today)), wishes.get("of", "came"), wishes.get("code", "")
    if of not in {"came", "charged"}:
        raise Http404
    channel = _number(code) if code else None
    if channel and channel not in LedgerCode.values:
        raise Http404
    kinds = CHARGED if of == "charged" else CAME if channel is None else PAID if channel else (PostingKind.CORRECTION,)
    lines = lines_of(when, kinds, channel or None, adding=of == "came", after=_pair(wishes), limit=ON_A_PAGE + 1)
    name = (_("Пришло: %(day)s") if of == "came" else _("Списано: %(day)s")) % {"day": day_of_year(when)}
    title = name if channel is None else f"{name}, {channel_name(channel)}"
    shown = lines[:ON_A_PAGE]
    panel = Panel(
        id="lines",
        title=title,
        columns=(_("Счёт"), _("Время"), _("Что"), *([_("Канал")] if of == "came" else []), _("Сумма")),
        rows=tuple(_line_row(one, came=of == "came") for one in shown),
    )
    return Listed(panel, _next(wishes, shown[-1].account_id, shown[-1].number) if len(lines) > ON_A_PAGE else "")


def _blocked(wishes: Wishes) -> Listed:
    found = blocked_accounts(after=_number(wishes.get("after", "")), limit=ON_A_PAGE + 1)
    rows = tuple(
        (_account(one.account_id, one.number), day(one.since), kopecks(one.overdue_kopecks))
        for one in found[:ON_A_PAGE]
    )
    panel = Panel("blocked", _("Заблокированные счета"), (_("Счёт"), _("С какого дня"), _("Долг")), rows)
    return Listed(panel, _next(wishes, found[ON_A_PAGE - 1].account_id) if len(found) > ON_A_PAGE else "")


def _debtors(wishes: Wishes, today: date) -> Listed:
    after = _pair(wishes)
    found = debtors(after=after if after != (0, 0) else None, limit=ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    ages = debts_of([one.account_id for one in shown], today)
    rows = tuple(
        (
            _account(one.account_id, one.number),
            kopecks(one.overdue_kopecks),
            words(_oldest(ages.get(one.account_id, []))),
        )
        for one in shown
    )
    panel = Panel("debtors", _("Кто должен"), (_("Счёт"), _("Долг"), _("Самое старое")), rows)
    return Listed(
        panel, _next(wishes, shown[-1].overdue_kopecks, shown[-1].account_id) if len(found) > ON_A_PAGE else ""
    )


def _holders(wishes: Wishes) -> Listed:
    plan = _number(wishes.get("plan", ""))
    name = plan_names().get(plan)
    if name is None:
        raise Http404
    found = holders_of(plan, after=_number(wishes.get("after", "")), limit=ON_A_PAGE + 1)
    rows = tuple(
        (
            _account(one.account_id, one.number),
            words(status_name(one.status)),
            day(one.status_on),
            kopecks(max(0, one.overdue_kopecks)),
        )
        for one in found[:ON_A_PAGE]
    )
    columns = (_("Счёт"), _("Состояние"), _("С какого дня"), _("Долг"))
    panel = Panel("on-plan", _("На тарифе %(plan)s") % {"plan": name}, columns, rows)
    return Listed(panel, _next(wishes, found[ON_A_PAGE - 1].account_id) if len(found) > ON_A_PAGE else "")


def _moved(wishes: Wishes, *, came: bool) -> Listed:
    if wishes.get("day"):
        first = last = _day(wishes["day"])
        name = day_of_year(first)
    else:
        first = _day(f"{wishes.get('month', '')}-01")
        last, name = month_end(first), month_title(first)
    ordinal, account_id = _pair(wishes)
    after = (date.fromordinal(ordinal), account_id) if 0 < ordinal <= date.max.toordinal() else None
    found = moved_accounts(first, last, came=came, after=after, limit=ON_A_PAGE + 1)
    rows = tuple((_account(one.account_id, one.number), day(one.day)) for one in found[:ON_A_PAGE])
    title = (_("Пришли: %(when)s") if came else _("Ушли: %(when)s")) % {"when": name}
    shown = found[:ON_A_PAGE]
    following = _next(wishes, shown[-1].day.toordinal(), shown[-1].account_id) if len(found) > ON_A_PAGE else ""
    return Listed(Panel("moved", title, (_("Счёт"), _("Когда")), rows), following)


def _line_row(one: Line, *, came: bool) -> tuple[Cell, ...]:
    way = [words(channel_name(one.code) if one.kind in PAID else "")] if came else []
    cells = (_account(one.account_id, one.account), words(moment(one.at)), words(kind_name(one.kind)))
    return (*cells, *way, kopecks(one.amount_kopecks))


def _account(account_id: int, number: str) -> Cell:
    if not number:
        return words(ledger_name(SUSPENSE))
    return words(account_number(number), reverse("staff:subscriber", args=[account_id]))


def _oldest(parts: Sequence[int]) -> str:
    return next((age_name(place) for place in reversed(range(len(parts))) if parts[place]), "")


def _next(wishes: Wishes, *place: int) -> str:
    """The same list from a place on."""
    asked = {name: wishes[name] for name in ("of", "day", "month", "plan", "code") if wishes.get(name)}
    return "?" + urlencode({**asked, "after": "-".join(map(str, place))})


def _number(text: str) -> int:
    """A number as our own links have it; 0 for none, 404 for what no link has."""
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text)


def _pair(wishes: Wishes) -> tuple[int, int]:
    first, _sign, second = wishes.get("after", "").partition("-")
    return _number(first), _number(second)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if len(text) != 10 or found.year < 2 or found > date.max - 400 * ONE_DAY:
        raise Http404
    return found
