"""A month's traffic: what is left, what follows when it is used up, what it then costs, how long it lasts (rulebook 9).

Traffic takes from the plan's volume first, then from what was bought, and is then beyond both: slow, let through
or charged for. What is beyond never takes from what is bought later (choice).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


class Then(StrEnum):
    """What follows when a month's traffic is used up."""

    THROTTLE = "throttle"
    STOP = "stop"
    CHARGE = "charge"


class State(StrEnum):
    """What traffic meets now; ``unfilled`` is a month in which the subscription has not run yet."""

    FULL = "full"
    THROTTLED = "throttled"
    STOPPED = "stopped"
    CHARGING = "charging"
    UNFILLED = "unfilled"


_FOLLOWS = {Then.THROTTLE: State.THROTTLED, Then.STOP: State.STOPPED, Then.CHARGE: State.CHARGING}


@dataclass(frozen=True, slots=True)
class Terms:
    """A plan's traffic: its monthly volume, and what follows; a started megabyte's price in hundredths of a kopeck."""

    volume_bytes: int
    then: Then
    throttle_kbps: int | None = None
    megabyte_kopeck_hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a subscriber wants to follow; for ``charge`` the most that he agreed to pay for a started megabyte."""

    then: Then
    megabyte_kopeck_hundredths: int | None = None


def chosen(terms: Terms, wish: Wish | None) -> Terms:
    """A plan's terms with the subscriber's wish in them; only what goes with the way that follows is left in them.

    A wish holds as long as the plan has what it needs: a speed, or a price not above the one agreed to. One that does
    not hold gives way to the plan's own terms, but never to a charge that he had declined: then traffic stops (choice).
    """
    then = terms.then if wish is None else wish.then
    if not _can_follow(terms, then, wish):
        declined = wish is not None and wish.then != Then.CHARGE and terms.then == Then.CHARGE
        then = Then.STOP if declined else terms.then
    return replace(
        terms,
        then=then,
        throttle_kbps=terms.throttle_kbps if then == Then.THROTTLE else None,
        megabyte_kopeck_hundredths=terms.megabyte_kopeck_hundredths if then == Then.CHARGE else None,
    )


def _can_follow(terms: Terms, then: Then, wish: Wish | None) -> bool:
    if then == Then.THROTTLE:
        return terms.throttle_kbps is not None
    if then == Then.STOP or wish is None:
        return True
    price, agreed = terms.megabyte_kopeck_hundredths, wish.megabyte_kopeck_hundredths
    return price is not None and agreed is not None and price <= agreed


@dataclass(frozen=True, slots=True)
class Month:
    """What a subscription used in a month, by what it was taken from; one that has not run is not refilled.

    ``beyond_bytes`` cost nothing, ``charged_bytes`` by started megabytes ``charged_kopeck_hundredths``.
    """

    refilled: bool = False
    volume_used_bytes: int = 0
    bought_bytes: int = 0
    bought_used_bytes: int = 0
    beyond_bytes: int = 0
    charged_bytes: int = 0
    charged_kopeck_hundredths: int = 0

    @property
    def used_bytes(self) -> int:
        """All that was used, whatever it was taken from."""
        return self.volume_used_bytes + self.bought_used_bytes + self.over_bytes

    @property
    def over_bytes(self) -> int:
        """What was used beyond the volume and what was bought."""
        return self.beyond_bytes + self.charged_bytes

    @property
    def charged_kopecks(self) -> int:
        """What the month's charged traffic costs in all, rounded down."""
        return self.charged_kopeck_hundredths // 100


def left(month: Month, terms: Terms) -> int:
    """Bytes that are left of the volume and of what was bought; never below zero."""
    return _left_of_volume(month, terms) + month.bought_bytes - month.bought_used_bytes


def _left_of_volume(month: Month, terms: Terms) -> int:
    """A plan of a smaller volume may find more used than it gives."""
    return max(0, terms.volume_bytes - month.volume_used_bytes) if month.refilled else 0


def started_megabytes(volume_bytes: int) -> int:
    """Megabytes that are begun, the last one whole or not."""
    return -(-volume_bytes // MEGABYTE)


def counted(month: Month, terms: Terms, volume_bytes: int) -> Month:
    """The month after more traffic.

    Charged traffic adds up over the month, so that one megabyte is started once however it is counted; each new
    one bears the price of its moment. A month that is not refilled charges nothing (choice).
    """
    of_volume = min(volume_bytes, _left_of_volume(month, terms))
    of_bought = min(volume_bytes - of_volume, month.bought_bytes - month.bought_used_bytes)
    over = volume_bytes - of_volume - of_bought
    after = replace(
        month,
        volume_used_bytes=month.volume_used_bytes + of_volume,
        bought_used_bytes=month.bought_used_bytes + of_bought,
    )
    if terms.then != Then.CHARGE or terms.megabyte_kopeck_hundredths is None or not month.refilled:
        return replace(after, beyond_bytes=month.beyond_bytes + over)
    started = started_megabytes(month.charged_bytes + over) - started_megabytes(month.charged_bytes)
    return replace(
        after,
        charged_bytes=month.charged_bytes + over,
        charged_kopeck_hundredths=month.charged_kopeck_hundredths + started * terms.megabyte_kopeck_hundredths,
    )


def bought(month: Month, volume_bytes: int) -> Month:
    """The month with more traffic to use; what was charged stays charged."""
    return replace(month, bought_bytes=month.bought_bytes + volume_bytes)


@dataclass(frozen=True, slots=True)
class Flow:
    """What traffic meets now, and at most how fast it is if it is slowed down."""

    state: State
    limit_kbps: int | None = None


def flow(month: Month, terms: Terms) -> Flow:
    """What a month's next byte meets: all as it should be, or what the plan says follows."""
    if not month.refilled:
        return Flow(State.UNFILLED)
    if left(month, terms):
        return Flow(State.FULL)
    return Flow(_FOLLOWS[terms.then], terms.throttle_kbps)


LEAST_TO_JUDGE = timedelta(hours=12)
"""A pace is not told before a month has run so long."""


def runs_out_at(*, used_bytes: int, left_bytes: int, since: datetime, now: datetime) -> datetime | None:
    """When what is left is used up at the pace since an instant, to the second; None if there is no pace to tell yet.

    What is left lasts as many seconds as was needed to use as much: left × passed / used, rounded down.
    """
    passed = (now - since) // timedelta(seconds=1)
    if used_bytes <= 0 or now - since < LEAST_TO_JUDGE:
        return None
    return now + timedelta(seconds=left_bytes * passed // used_bytes)


WARN_PERCENT = 80
"""So much of a month's traffic is used when it is time to say so."""


def used_percent(month: Month, terms: Terms) -> int:
    """How much of the volume and of what was bought is used, whole percents, rounded down; 0 if not refilled."""
    total = terms.volume_bytes + month.bought_bytes
    return 100 * (total - left(month, terms)) // total if month.refilled else 0


def reached(before: Month, after: Month, terms: Terms) -> int | None:
    """The threshold that more traffic passed: 80 or 100 percent, the higher of two; None if none."""
    was, now = used_percent(before, terms), used_percent(after, terms)
    return next((mark for mark in (100, WARN_PERCENT) if was < mark <= now), None)
