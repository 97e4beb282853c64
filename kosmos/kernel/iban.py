"""The number of an account at a Belarusian bank (IBAN), told from one that was mistyped."""

import re

SHAPE = "BY, 2 check digits, 4 letters of the bank, 4 digits and 16 letters or digits"
_SHAPE = re.compile(r"BY[0-9]{2}[A-Z]{4}[0-9]{4}[0-9A-Z]{16}")
_SPACES = re.compile(r"[\s\u00a0]+")


def iban_in(text: str) -> str | None:
    """The IBAN that was typed, without the spaces that group its signs; None if it is none, or a sign is wrong.

    The check digits (ISO 13616) find a wrong digit, a wrong letter, and two signs that changed places.
    """
    number = _SPACES.sub("", text).upper()
    if not _SHAPE.fullmatch(number):
        return None
    digits = "".join(str(int(sign, 36)) for sign in f"{number[4:]}BY00")
    return number if int(number[2:4]) == 98 - int(digits) % 97 else None
