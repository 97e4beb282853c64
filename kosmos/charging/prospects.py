"""All that a page shows of a wish before it is confirmed, and confirming exactly that.

Everything is played by the engine and undone; `confirm` plays it once more under the account's lock, and does it only
if it is still what was shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.models import Kind
from kosmos.catalogue.queries import operator_zone, price_on
from kosmos.charging.errors import PreviewChanged
from kosmos.charging.forecast import Foreseen, Preview, forecast, posted_since, preview
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.moment import Moment, begin
from kosmos.charging.services.opening import open_accounts
from kosmos.kernel.days import each_day

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Part:
    """A subscription as it stands before or after a wish, with the fee of that day's month."""

    number: int
    plan: str
    name: dict[str, str]
    service: str
    service_name: dict[str, str]
    is_package: bool
    status: str
    fee_kopecks: int


@dataclass(frozen=True, slots=True)
class Prospect:
    """A preview with what stands around it.

    ``usual`` is what would be posted on ``effect_on`` without the wish, ``staying`` the numbers of what would be
    connected then. ``before`` and ``after`` are what is connected now, and once all has taken effect; ``lasts_until``
    is then the last day on which all that runs today runs still.
    """

    day: date
    balance_kopecks: int
    preview: Preview
    usual: tuple[Foreseen, ...]
    staying: frozenset[int]
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    lasts_until: date | None

    @property
    def effect_on(self) -> date:
        """The day on which it takes effect: today if at once."""
        return self.preview.takes_effect_on or self.day

    @property
    def waits(self) -> bool:
        """Whether it takes effect on a day to come."""
        return self.preview.takes_effect_on is not None

    @property
    def postings(self) -> tuple[Foreseen, ...]:
        """What is posted because of it, or on the day on which it takes effect."""
        return self.preview.postings_then if self.waits else self.preview.postings

    @property
    def added(self) -> tuple[Part, ...]:
        """What is connected only afterwards."""
        known = {part.number for part in self.before}
        return tuple(part for part in self.after if part.number not in known)

    @property
    def removed(self) -> tuple[Part, ...]:
        """What is connected no more because of it; what was to end on that day anyway is not among it."""
        gone = self.staying - {part.number for part in self.after}
        return tuple(part for part in self.before if part.number in gone)

    @property
    def kept(self) -> tuple[Part, ...]:
        """What stays on the plan that it is on."""
        plans = {(part.number, part.plan) for part in self.before}
        return tuple(part for part in self.after if (part.number, part.plan) in plans)

    @property
    def added_but_blocked(self) -> bool:
        """Whether what is added does not run yet."""
        return any(part.status == Status.BLOCKED.label for part in self.added)

    @property
    def runs(self) -> bool:
        """Whether anything runs afterwards."""
        return any(part.status == Status.RUNNING.label for part in self.after)


def prospect(account_id: int, act: Act, *, now: datetime) -> Prospect:
    """Play a wish and all that surrounds it; what refuses the wish refuses this."""
    with imagined():
        moment = begin(account_id, now=now)
        before = _parts(moment, moment.day)
        shown = preview(account_id, act, now=now)
        usual, staying = _without(moment, shown.takes_effect_on)
        act()
        lasts_until = forecast(account_id, now=now).lasts_until
        _open_through(moment, shown.takes_effect_on)
        after = _parts(Moment(account_id, now, moment.day, moment.figures), shown.takes_effect_on or moment.day)
    return Prospect(moment.day, moment.figures.balance, shown, usual, staying, before, after, lasts_until)


@transaction.atomic
def confirm(account_id: int, act: Act, *, agreed: Callable[[], bool], now: datetime) -> None:
    """Do what was shown, while the account is locked and only if it is still the same. PreviewChanged.

    ``agreed`` is asked under the lock and compares what would come of it now with what was shown; what refuses the
    wish refuses this too.
    """
    begin(account_id, now=now)
    if not agreed():
        raise PreviewChanged("something changed since it was shown", account_id=account_id)
    act()


def _without(moment: Moment, effect_on: date | None) -> tuple[tuple[Foreseen, ...], frozenset[int]]:
    """What the day on which a wish takes effect would bring without it, and the numbers of what is connected then."""
    if effect_on is None:
        return (), _live(moment.account_id)
    with imagined():
        _open_through(moment, effect_on)
        found = posted_since(moment.account_id, moment.figures.last_number)
        return tuple(posting for posting in found if posting.day == effect_on), _live(moment.account_id)


def _live(account_id: int) -> frozenset[int]:
    held = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
    return frozenset(held.values_list("number", flat=True))


def _open_through(moment: Moment, last: date | None) -> None:
    if last is not None:
        for day in each_day(moment.tomorrow, last):
            open_accounts([moment.account_id], day=day, zone=operator_zone())


def _parts(moment: Moment, day: date) -> tuple[Part, ...]:
    return tuple(
        Part(
            number=held.number,
            plan=held.plan.code,
            name=held.plan.name,
            service=held.plan.service.code,
            service_name=held.plan.service.name,
            is_package=held.plan.kind == Kind.PACKAGE,
            status=Status(held.status).label,
            fee_kopecks=price.fee_kopecks if (price := price_on(held.plan_id, day)) else 0,
        )
        for held in moment.subscriptions
    )
