"""What a provider sent looks at times like a card number: such is masked before it is kept."""

import re

from kosmos.kernel.cards import without_cards

_BILL = re.compile(r"(billnumber[=>][\d.]+)", re.IGNORECASE)


def mask_cards(content: str) -> str:
    """Replace all but the last four digits of what passes for a card number in the words of a provider.

    Numbers that a provider gives its bills look alike and stay: they name the operation. What people type has no
    such numbers: kosmos.kernel.cards.without_cards masks them all.
    """
    parts = _BILL.split(content)
    return "".join(part if index % 2 else without_cards(part) for index, part in enumerate(parts))
