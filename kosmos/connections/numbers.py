"""The number of an application, for saying aloud: eight digits, the last of which tells a slip of the tongue."""

import secrets

from kosmos.kernel.money import HARD_SPACE

DIGITS = 8
_LEAST, _NUMBERS = 1_000_000, 9_000_000
_SUMS = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""Damm's table: whichever digit is wrong, and whichever two beside each other changed places, the check fails."""


def new_number() -> str:
    """A number by chance, with its check digit."""
    body = str(_LEAST + secrets.randbelow(_NUMBERS))
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The digit that makes a number whole."""
    left = 0
    for digit in body:
        left = int(_SUMS[left][int(digit)])
    return str(left)


def read_number(typed: str) -> str:
    """The digits of a number as it is typed: "№ 4829 1573", "4829-1573"; empty where it cannot be one."""
    digits = "".join(sign for sign in typed[:40] if sign.isascii() and sign.isdigit())
    others = [sign for sign in typed[:40] if sign.isalpha() or (sign.isdigit() and not sign.isascii())]
    return digits if len(digits) == DIGITS and not others else ""


def number_words(number: str) -> str:
    """A number in fours that never break, as it is read aloud: "4829 1573"."""
    return f"{number[:4]}{HARD_SPACE}{number[4:]}"


def is_whole(number: str) -> bool:
    """Whether a number's check digit is right."""
    return len(number) == DIGITS and check_digit(number[:-1]) == number[-1]
