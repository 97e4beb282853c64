"""Limits on guessing: failures are counted by address, network, login and in all (kosmos.subscribers.rules).

An attempt is counted before its password is looked at, so that a thousand at once are counted as a thousand, and
uncounted if it was right.
"""

import hashlib
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kosmos.subscribers.errors import TooManyGuesses
from kosmos.subscribers.models import GuessCounter
from kosmos.subscribers.rules import LIMITS, Guesses, Limit, one_more, wait


@dataclass(frozen=True, slots=True)
class Admission:
    """An attempt that may be made: under which keys it is counted, and what each has to wait for because of it."""

    counted: dict[str, Guesses]


def keys_of(login: str, address: str, *, device: str | None, known: bool) -> set[str]:
    """What an attempt is counted under: "limit:whose".

    A device that its owner signed in from is counted alone, and an address that he signed in from is not counted
    with the others that try his login: others' failures do not slow him.
    """
    name = _digest(login.lower())
    if device is not None:
        return {f"device:{name}:{_digest(device)}"}
    host, network = _places(address)
    keys = {f"login_and_address:{name}:{host}", f"address:{host}", f"network:{network}"}
    return keys if known else keys | {f"login:{name}", "everyone:"}


def code_keys_of(sign_in_id: int, address: str) -> set[str]:
    """What a code of a second factor is counted under: by sign-in and address, and by sign-in."""
    return {f"code_and_address:{sign_in_id}:{_places(address)[0]}", f"code:{sign_in_id}"}


@transaction.atomic
def admit(keys: Collection[str], now: datetime) -> Admission:
    """Count an attempt under its keys. TooManyGuesses, and nothing counted, if any of them has to wait."""
    ordered = sorted(keys)
    fresh = [GuessCounter(key=key, failures=0, counted_at=now) for key in ordered]
    GuessCounter.objects.bulk_create(fresh, ignore_conflicts=True)
    counters = list(GuessCounter.objects.select_for_update().filter(key__in=ordered).order_by("key"))
    longest = max((wait(_guesses(counter), now) for counter in counters), default=timedelta(0))
    if longest:
        raise TooManyGuesses(seconds=-(-longest // timedelta(seconds=1)))
    counted = {counter.key: one_more(_guesses(counter), _limit(counter.key), now) for counter in counters}
    _write(counters, counted)
    return Admission(counted)


@transaction.atomic
def clear(admission: Admission, *, whole: Collection[str] = ()) -> None:
    """Take back what a right attempt was counted; under the limits in ``whole``, all that was counted."""
    counters = list(GuessCounter.objects.select_for_update().filter(key__in=admission.counted).order_by("key"))
    left = {}
    for counter in counters:
        ours = counter.retry_at == admission.counted[counter.key].retry_at
        if counter.key.partition(":")[0] in whole:
            left[counter.key] = Guesses(0, counter.counted_at)
        else:
            failures = max(counter.failures - 1, 0)
            left[counter.key] = Guesses(failures, counter.counted_at, None if ours else counter.retry_at)
    _write(counters, left)


def forget_guesses(now: datetime) -> int:
    """Delete counters that slow nobody any more; their number."""
    age = max(limit.forget * (limit.free + 20) for limit in LIMITS.values())
    return GuessCounter.objects.filter(counted_at__lt=now - age).delete()[0]


def _write(counters: list[GuessCounter], values: dict[str, Guesses]) -> None:
    for counter in counters:
        guesses = values[counter.key]
        counter.failures, counter.counted_at = guesses.failures, guesses.counted_at
        counter.retry_at = guesses.retry_at
    GuessCounter.objects.bulk_update(counters, ["failures", "counted_at", "retry_at"])


def _guesses(counter: GuessCounter) -> Guesses:
    return Guesses(counter.failures, counter.counted_at, counter.retry_at)


def _limit(key: str) -> Limit:
    return LIMITS[key.partition(":")[0]]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _places(address: str) -> tuple[str, str]:
    """An address and the network around it: IPv4 itself and its /24, IPv6 its /64 and /48."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address, address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    host, around = (32, 24) if found.version == 4 else (64, 48)
    return _network(found, host), _network(found, around)


def _network(address: ipaddress.IPv4Address | ipaddress.IPv6Address, bits: int) -> str:
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
