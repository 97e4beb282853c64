"""What is typed about a visit as it is kept: no signs that cannot be seen, no card numbers."""

import unicodedata

from kosmos.kernel.cards import without_cards

LONGEST_REMARK = 2_000
"""Characters of a note, a reason or what was done."""


def plain(typed: str) -> str:
    """A text without control signs but the ends of its lines, without blanks around it, with card numbers masked."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    return without_cards(kept.strip())
