"""A month's traffic: what is left, what follows when it is used up, and what it then costs (rulebook 9).

Traffic takes from the plan's volume first, then from what was bought, and is then beyond both: slow, let through
or charged for. What is beyond never takes from what is bought later (choice).
"""

from dataclasses import dataclass, replace
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
