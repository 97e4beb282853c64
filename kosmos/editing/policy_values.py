"""What the value of each policy may be; a policy that is not named here is judged by what its default is."""

from collections.abc import Callable
from dataclasses import fields

from kosmos.catalogue.policies import Policies
from kosmos.kernel.working import working
from kosmos.support.rules import answer_hours

LONGEST = 200
LONGEST_NUMBER = 30
MOST_KOPECKS = 100_000_00
CHOICES = {
    "promise_when": ("negative_balance", "blocked"),
    "plan_change_needs": ("full_fee", "share"),
    "access_restored_by": ("support", "phone"),
}
"""The words of a closed list, by policy."""
RANGES = {
    "promise_days": (1, 30),
    "suspension_max_days": (1, 366),
    "visit_minutes": (15, 480),
    "visit_travel_minutes": (0, 240),
    "first_password_days": (1, 60),
    "access_link_minutes": (5, 1440),
    "unblock_max_days": (1, 366),
    "unblock_agent_days": (0, 366),
    "unblock_administrator_days": (0, 366),
    "approval_hours": (1, 720),
    "raw_message_days": (366, 3660),
}
"""The least and the most of a number, by policy; sums go up to ``MOST_KOPECKS``."""
DEFAULTS: dict[str, int | str] = {
    one.name: one.default for one in fields(Policies) if isinstance(one.default, int | str)
}
"""Every policy that there is, and the rulebook's value of it."""


def is_number(code: str) -> bool:
    """Whether a policy is a number: of days, minutes, kopecks …."""
    return isinstance(DEFAULTS[code], int)


def checked(code: str, value: str) -> str:
    """A policy's value as it is kept; ValueError where it cannot be."""
    if code in CHOICES:
        return _one_of(value, CHOICES[code])
    if is_number(code):
        return _within(value, *RANGES.get(code, (0, MOST_KOPECKS)))
    if not value or len(value) > LONGEST:
        raise ValueError(value)
    if code in _TEXTS:
        _TEXTS[code](value)
    return value


def _one_of(value: str, words: tuple[str, ...]) -> str:
    if value not in words:
        raise ValueError(value)
    return value


def _within(value: str, least: int, most: int) -> str:
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ValueError(value)
    return str(int(value))


def _contract_number(form: str) -> None:
    """Two numbers and two years give numbers that differ, none of them too long."""
    try:
        made = [form.format(year=year, number=number) for year, number in ((2026, 1), (2026, 2), (2027, 1))]
    except (KeyError, IndexError, AttributeError):
        raise ValueError(form) from None
    if len(set(made)) < len(made) or len(made[0]) > LONGEST_NUMBER:
        raise ValueError(form)


_TEXTS: dict[str, Callable[[str], object]] = {
    "contract_number": _contract_number,
    "support_hours": working,
    "sales_hours": working,
    "answer_hours": answer_hours,
}
