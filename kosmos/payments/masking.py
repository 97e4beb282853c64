"""Free text that looks like a card number is masked before it is kept."""

import re

from kosmos.kernel.cards import passes_luhn

_CARD = re.compile(r"(?<![\d.])(?<!billnumber=)(?<!billnumber>)\d(?:[ +-]?\d){12,18}(?![\d])", re.IGNORECASE)


def mask_cards(text: str) -> str:
    """Replace all but the last four digits of what passes a card number's own check (Luhn).

    Numbers that a provider gives its bills look alike and stay: they name the operation.
    """
    return _CARD.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return "*" * (len(digits) - 4) + digits[-4:] if passes_luhn(digits) else found[0]
