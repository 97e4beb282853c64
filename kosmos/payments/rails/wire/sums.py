"""Sums of messages: exact, as whole kopecks."""

import re

from kosmos.kernel.money import plain
from kosmos.payments.rails.wire.errors import MessageError

MOST_KOPECKS = 999_999_999_999_99
"""What the kernel's own reading of money bears: twelve digits of roubles."""

_SUM = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
_WHOLE = re.compile(r"[0-9]{1,14}")


def read_sum(text: str, field: str, *, most: int = MOST_KOPECKS) -> int:
    """Kopecks of "25", "25.9" or "25,90". MessageError: not_a_sum (signs and exponents too), sum_too_large."""
    found = _SUM.fullmatch(text)
    if found is None:
        raise MessageError("not_a_sum", field)
    whole, part = found.groups()
    return within_limit(int(whole) * 100 + (int(part.ljust(2, "0")) if part else 0), field, most=most)


def read_minor(text: str, field: str, *, most: int = MOST_KOPECKS) -> int:
    """Kopecks that are sent as such. MessageError as `read_sum`."""
    if not _WHOLE.fullmatch(text):
        raise MessageError("not_a_sum", field)
    return within_limit(int(text), field, most=most)


def within_limit(amount_kopecks: int, field: str, *, most: int = MOST_KOPECKS) -> int:
    """The amount itself. MessageError: negative_sum, sum_too_large."""
    if amount_kopecks < 0:
        raise MessageError("negative_sum", field)
    if amount_kopecks > most:
        raise MessageError("sum_too_large", field)
    return amount_kopecks


def write_sum(amount_kopecks: int, field: str, *, mark: str = ".") -> str:
    """Kopecks as roubles with two decimals. MessageError as `within_limit`."""
    return plain(within_limit(amount_kopecks, field)).replace(".", mark)
