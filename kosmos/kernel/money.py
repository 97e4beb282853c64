"""Money is a whole number of kopecks; no float ever touches it (rulebook 2)."""

import re

_AMOUNT = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?")
MINUS, HARD_SPACE = "−", "\u00a0"


def kopecks(text: str) -> int:
    """Read "25.90", "-3.2" or "7" as kopecks; ValueError for anything else, three decimals too."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"not an amount in roubles and kopecks: {text!r}")
    sign, whole, part = found.groups()
    amount = int(whole) * 100 + int((part or "").ljust(2, "0"))
    return -amount if sign else amount


def plain(amount_kopecks: int) -> str:
    """Write kopecks for programs: -86 is "-0.86"."""
    sign = "-" if amount_kopecks < 0 else ""
    return f"{sign}{abs(amount_kopecks) // 100}.{abs(amount_kopecks) % 100:02d}"


def spoken(amount_kopecks: int) -> str:
    """Write kopecks for people who read Russian or Belarusian: "1 234,50", a real minus, hard spaces."""
    sign = MINUS if amount_kopecks < 0 else ""
    whole = f"{abs(amount_kopecks) // 100:,}".replace(",", HARD_SPACE)
    return f"{sign}{whole},{abs(amount_kopecks) % 100:02d}"
