"""What a provider sent looks at times like a card number: such is masked before it is kept."""

import re

from kosmos.kernel.cards import without_cards

_NAMED = re.compile(r"(billnumber[=>][\d.]+|(?:date|time)[=>]20\d{12}(?!\d))", re.IGNORECASE)
"""Numbers that are known not to be cards by what stands before them: bills, and instants without signs between."""


def mask_cards(content: str) -> str:
    """Replace all but the last four digits of what passes for a card number in the words of a provider.

    Numbers that a provider gives its bills, and instants, look alike and stay: they name the operation, and one second
    in ten would be masked. What people type has no such numbers: kosmos.kernel.cards.without_cards masks them all.
    """
    parts = _NAMED.split(content)
    if len(parts) == 1:
        return without_cards(content)
    return "".join(part if index % 2 else without_cards(part) for index, part in enumerate(parts))
