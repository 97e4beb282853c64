"""The checks of single values: each returns the value as it is kept, or raises Wrong."""

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.by import unp as unp_number
from stdnum.exceptions import ValidationError as NumberError

from kosmos.kernel.money import kopecks
from kosmos.kernel.working import working
from kosmos.loading.errors import Wrong
from kosmos.support import rules

REGION = "BY"
"""Phones written without a country code are of this country."""

LONGEST_CONTRACT_NUMBER = 30

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z/-]{0,19}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AT_HOME = re.compile(r"\+375[1-9]\d{8}")
_UNP = re.compile(r"[0-9A-Z]{9}")
_MEGABYTE_PRICE = re.compile(r"(\d{1,6})\.(\d{4})")
_SPEED = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))?")


def code(text: str) -> str:
    """A code of the catalogue."""
    if _CODE.fullmatch(text):
        return text
    raise Wrong("a code of small Latin letters, digits, - and _, at most 60")


def account_number(text: str) -> str:
    """The number of an account, as it stands on the contract."""
    if _ACCOUNT.fullmatch(text):
        return text
    raise Wrong("a number of digits (Latin letters, - and / too), at most 20")


def login(text: str) -> str:
    """What a subscriber signs in with."""
    if len(text) <= 150 and text.split() == [text]:
        return text
    raise Wrong("1 to 150 characters without spaces")


def one_of(text: str, choices: Collection[str]) -> str:
    """A word of a closed list."""
    if text in choices:
        return text
    raise Wrong(", ".join(choices))


@lru_cache(maxsize=10_000)
def day(text: str) -> date:
    """A date such as 2016-01-31."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise Wrong("a date that exists, such as 2016-01-31") from None
    raise Wrong("a date such as 2016-01-31")


def first_of_month(text: str) -> date:
    """A date from which a price can hold (rulebook 3)."""
    found = day(text)
    if found.day == 1:
        return found
    raise Wrong(f"the first day of a month, such as {found.replace(day=1)}")


def money(text: str) -> int:
    """An amount in BYN, in kopecks; below zero too."""
    try:
        return kopecks(text)
    except ValueError:
        raise Wrong('roubles and kopecks with at most two decimals, such as "25.90"') from None


def fee(text: str) -> int:
    """An amount in BYN that is not below zero, in kopecks."""
    amount = money(text)
    if amount >= 0:
        return amount
    raise Wrong('not below zero: roubles and kopecks, such as "25.90"')


def megabyte_price(text: str) -> int:
    """A price in BYN with four decimals, in hundredths of a kopeck."""
    parts = _MEGABYTE_PRICE.fullmatch(text)
    if parts and int(parts[1] + parts[2]) > 0:
        return int(parts[1] + parts[2])
    raise Wrong('a price in BYN above zero with four decimals, such as "0.0100"')


def kbps(text: str) -> int:
    """A speed in Mbit/s, in kbit/s (a thousandth)."""
    parts = _SPEED.fullmatch(text)
    if parts and (speed := int(parts[1]) * 1000 + int((parts[2] or "").ljust(3, "0"))) > 0:
        return speed
    raise Wrong("a speed in Mbit/s above zero, such as 50 or 0.512")


def phone(text: str) -> str:
    """A phone number that can exist, in E.164."""
    if _AT_HOME.fullmatch(text):
        number = phonenumbers.PhoneNumber(country_code=375, national_number=int(text[4:]))
        if phonenumbers.is_valid_number(number):
            return text
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise Wrong("a phone number such as +375291234567") from None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise Wrong("a phone number that exists, such as +375291234567")


def unp(text: str) -> str:
    """A payer's number (УНП) whose region and check digit are right."""
    if not _UNP.fullmatch(text):
        raise Wrong("a УНП of nine digits")
    try:
        return str(unp_number.validate(text))
    except NumberError:
        raise Wrong("a УНП whose check digit is right") from None


def contract_number(text: str) -> str:
    """The form of contracts' numbers: {year} and {number}, which may have a width as in {number:05}."""
    try:
        first, second = (text.format(year=2026, number=number) for number in (1, 2))
    except (KeyError, ValueError, IndexError, AttributeError):
        first = second = ""
    if first == second or len(first) > LONGEST_CONTRACT_NUMBER or text.format(year=2027, number=1) == first:
        raise Wrong("a form with {year} and {number}, such as {year}-{number:05}")
    return text


def working_hours(text: str) -> str:
    """Hours of work by weekday and on single days."""
    try:
        working(text)
    except ValueError:
        raise Wrong("hours of work such as mon-fri 09:00-20:00, sat 10:00-17:00, 01-01 off") from None
    return text


def answer_hours(text: str) -> str:
    """Within how many working hours each topic is answered."""
    try:
        rules.answer_hours(text)
    except ValueError:
        raise Wrong("topics with their hours such as money 6, internet 3, other 14") from None
    return text


def email(text: str) -> str:
    """An address that mail can be sent to."""
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong("an e-mail address such as name@example.by") from None
    return text
