"""Free text that looks like a card number is masked before it is kept."""

import re

_CARD = re.compile(r"(?<![\d.])(?<!billnumber=)(?<!billnumber>)\d(?:[ +-]?\d){12,18}(?![\d])", re.IGNORECASE)


def mask_cards(text: str) -> str:
    """Replace all but the last four digits of what passes a card number's own check (Luhn).

    Numbers that a provider gives its bills look alike and stay: they name the operation.
    """
    return _CARD.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return "*" * (len(digits) - 4) + digits[-4:] if _luhn(digits) else found[0]


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
