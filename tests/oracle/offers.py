"""Random plans for stories: of all kinds, of several services, with fees from a few kopecks to hundreds."""

from random import Random
from typing import Any

from .book import byn

Row = dict[str, Any]

USUAL_FEES = (2590, 1800, 800, 1799, 2250, 333, 990, 1111)
TINY_FEES = (5, 1, 10, 29, 31)
LARGE_FEES = (12000, 31007, 9999)


def plans(rng: Random) -> list[Row]:
    """Eight to eleven plans; those of one service can be changed into each other."""
    rows = [
        prepaid(rng, "kombo-50", "internet", family="КОМБО"),
        prepaid(rng, "kosm-100", "internet", family="Космическая", needs="full_fee"),
        prepaid(rng, "free-30", "internet", blocks="negative", needs="next_share"),
        postpaid(rng, "kosmos-kombo", "internet", archived_of_ten=7),
        postpaid(rng, "aktv-main", "analog_tv", archived_of_ten=5),
        prepaid(rng, "cktv-base", "digital_tv"),
        package(rng, "cktv-film", "digital_tv"),
        package(rng, "cktv-sport", "digital_tv"),
    ]
    extras = [
        prepaid(rng, "regional", "internet", family="Региональный"),
        postpaid(rng, "net-open", "internet", archived_of_ten=0),
        postpaid(rng, "cktv-credit", "digital_tv", archived_of_ten=2),
        prepaid(rng, "aktv-short", "analog_tv", needs="full_fee"),
        prepaid(rng, "cktv-next", "digital_tv"),
        package(rng, "net-static", "internet"),
    ]
    return rows + rng.sample(extras, rng.randint(0, 3))


def fee(rng: Random) -> str:
    """A fee: usual, any, tiny (most of its shares are zero) or large."""
    kind = rng.random()
    if kind < 0.45:
        return byn(rng.choice(USUAL_FEES))
    if kind < 0.78:
        return byn(rng.randint(150, 6000))
    return byn(rng.choice(TINY_FEES if kind < 0.92 else LARGE_FEES))


def prepaid(rng: Random, code: str, service: str, *, family: str = "", blocks: str = "short", needs: str = "") -> Row:
    """A prepaid base plan."""
    row = {"code": code, "service": service, "settlement": "prepaid", "fee": fee(rng), "blocks": blocks}
    if family:
        row["family"] = family
    return row | {"needs": needs or rng.choice(("full_fee", "next_share"))}


def postpaid(rng: Random, code: str, service: str, *, archived_of_ten: int) -> Row:
    """A postpaid base plan, archived or open."""
    status = "archived" if rng.randrange(10) < archived_of_ten else "open"
    row = {"code": code, "service": service, "settlement": "postpaid", "fee": fee(rng), "status": status}
    return row | {"needs": "next_share"}


def package(rng: Random, code: str, service: str) -> Row:
    """A package of a service, seldom one that blocks below zero only."""
    blocks = "negative" if rng.random() < 0.15 else "short"
    row = prepaid(rng, code, service, blocks=blocks)
    return row | {"kind": "package", "base": service}
