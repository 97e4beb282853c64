"""What people type when they pay: an account's number and a sum, read as kindly as can be and not one bit more."""

import re
import unicodedata

from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountKind, AccountNumber
from kosmos.payments.rules import MOST_KOPECKS

LEAST_KOPECKS = 1_00
"""The least that a stranger may pay; the owner of an account may always pay exactly what he owes."""

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/-]{0,19}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_SUM = re.compile(r"(?P<whole>[0-9]{1,9})(?:[.,](?P<part>[0-9]*))?(?P<unit>BYN|Br|р\.?|руб\.?)?", re.IGNORECASE)


class BadNumber(DomainError):
    """What was typed cannot be the number of an account of any operator."""

    code = "bad_account_number"


class BadSum(DomainError):
    """What was typed is no sum that can be paid; the code says why."""

    code = "bad_sum"

    def __init__(self, code: str) -> None:
        super().__init__(code.replace("_", " "))
        self.code = code


def read_number(text: str) -> str:
    """An account's number without what people type around it: spaces, №, other kinds of dashes. BadNumber."""
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", text.replace("№", ""))).translate(_DASHES)
    if not _NUMBER.fullmatch(number):
        raise BadNumber("An account's number has digits, at most 20")
    return number


def spellings(number: str) -> tuple[str, ...]:
    """The numbers that may be meant: as it was typed, and without dashes that only group its digits."""
    digits = number.replace("-", "")
    return (number, digits) if digits != number and digits.isdecimal() else (number,)


def payee_of(number: str) -> int | None:
    """The account that a typed number means; None if it is no subscriber's."""
    held = AccountNumber.objects.filter(number__in=spellings(number), account__kind=AccountKind.SUBSCRIBER)
    means = dict(held.values_list("number", "account_id"))
    return next((means[spelling] for spelling in spellings(number) if spelling in means), None)


def read_sum(text: str, *, least: int = LEAST_KOPECKS, most: int = MOST_KOPECKS) -> int:
    """A sum typed with a comma or a point as kopecks. BadSum.

    Its codes: empty_sum, not_a_sum, too_many_decimals, sum_too_small, sum_too_large.
    """
    typed = re.sub(r"\s", "", text)
    if not typed:
        raise BadSum("empty_sum")
    found = _SUM.fullmatch(typed)
    if found is None:
        raise BadSum("not_a_sum" if len(typed) < 10 or not typed.isdecimal() else "sum_too_large")
    part = found["part"] or ""
    if len(part) > 2:
        raise BadSum("too_many_decimals")
    kopecks = int(found["whole"]) * 100 + int(part.ljust(2, "0"))
    if kopecks < least:
        raise BadSum("sum_too_small")
    if kopecks > most:
        raise BadSum("sum_too_large")
    return kopecks
