"""Sums, speeds, volumes and what else is typed in forms of what is sold, and how it is written there."""

import re
from typing import Any

from kosmos.kernel.money import kopecks, plain

GIGABYTE = 1024**3
MOST_KOPECKS = 10_000_000_00
_NUMBER = re.compile(r"(\d{1,6})(?:\.(\d{1,4}))?")
_BUNDLE = re.compile(r"(\d{1,6})\s*(?:ГБ|GB)?\s*[=—-]\s*([\d.,\s]+?)\s*(?:BYN|руб\.?)?", re.IGNORECASE)


def money(text: str) -> int | str:
    """A sum in BYN that is not below zero, in kopecks; nothing stays nothing."""
    tidy = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not tidy:
        return ""
    amount = kopecks(tidy)
    if not 0 <= amount <= MOST_KOPECKS:
        raise ValueError(text)
    return amount


def money_or_nought(text: str) -> int:
    """As ``money``; nothing is nought."""
    return int(money(text) or 0)


def money_typed(amount_kopecks: int) -> str:
    """25,90."""
    return plain(amount_kopecks).replace(".", ",")


def megabits(text: str) -> int | None:
    """A speed in Mbit/s as kbit/s; nothing is None."""
    return _scaled(text, 1000, 3)


def megabits_typed(kbps: int) -> str:
    """50 or 0,512."""
    return _unscaled(kbps, 1000)


def gigabytes(text: str) -> int | None:
    """A volume in whole GB as bytes; nothing is None."""
    found = _scaled(text, 1, 0)
    return found * GIGABYTE if found else None


def gigabytes_typed(volume_bytes: int) -> str:
    """50."""
    return str(volume_bytes // GIGABYTE)


def megabyte_price(text: str) -> int | None:
    """A price of a megabyte in BYN as hundredths of a kopeck; nothing is None."""
    return _scaled(text, 10_000, 4)


def megabyte_price_typed(hundredths: int) -> str:
    """0,01."""
    return _unscaled(hundredths, 10_000)


def bundles(text: str) -> list[dict[str, int]]:
    """What more can be bought, one a line: "10 = 5,00"."""
    return [_bundle(line) for line in text.split("\n") if line.strip()]


def bundles_typed(held: list[dict[str, Any]]) -> str:
    """As they are typed."""
    return "\n".join(f"{one['volume_bytes'] // GIGABYTE} = {money_typed(one['price_kopecks'])}" for one in held)


def choice(text: str) -> int | None:
    """A choice by its number; nothing is None."""
    return int(text) if text else None


def _bundle(line: str) -> dict[str, int]:
    found = _BUNDLE.fullmatch(line.strip())
    if found is None or not int(found[1]) or not money(found[2]):
        raise ValueError(line)
    return {"volume_bytes": int(found[1]) * GIGABYTE, "price_kopecks": int(money(found[2]))}


def _scaled(text: str, by: int, places: int) -> int | None:
    """A number as whole parts of ``by`` in one; ValueError for more decimals than there are, and for nought."""
    if not text:
        return None
    found = _NUMBER.fullmatch(text.replace(",", "."))
    if found is None or len(found[2] or "") > places:
        raise ValueError(text)
    amount = int(found[1]) * by + int((found[2] or "").ljust(places, "0") or 0)
    if not amount:
        raise ValueError(text)
    return amount


def _unscaled(amount: int, by: int) -> str:
    whole, rest = divmod(amount, by)
    places = len(str(by)) - 1
    return f"{whole},{rest:0{places}d}".rstrip("0") if rest else str(whole)
