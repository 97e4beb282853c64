"""A made-up subscribers file for the demo operator: any number of accounts in every state."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from kosmos.kernel.money import plain
from kosmos.loading.sample_names import DORMITORIES, LATIN, ORGANISATIONS, PEOPLE, STREETS, SURNAMES
from kosmos.loading.subscriber_rows import HEADER

FIRST_NUMBER = 7_000_001
OPERATORS = ("29", "33", "44", "25")
UNP_WEIGHTS = (29, 23, 19, 17, 13, 7, 5, 3)

PLANS = {
    "person": (
        ("kombo-25",), ("kombo-50",), ("kombo-100",), ("kosm-30",), ("kosm-60",), ("kosm-100",),
        ("regional-25",), ("free-30",), ("kosmos-kombo",), ("kosmos-optima",), ("kombo-50", "cktv-base"),
        ("kosm-60", "cktv-base", "cktv-film"), ("cktv-base", "cktv-sport", "cktv-kids"), ("aktv-main",),
        ("kosmos-kombo", "aktv-main"), ("free-30", "phone-home"), ("mmds-base", "mmds-film"),
        ("kombo-25", "aktv-main", "video-home"),
    ),
    "student": (("student-20",), ("student-50",), ("student-20", "cktv-base"), ("free-30",)),
    "organisation": (
        ("business-50",), ("business-100", "phone-office"), ("business-post-50",),
        ("business-50", "video-office"), ("phone-office",), ("business-post-50", "aktv-main"),
    ),
}  # fmt: skip
"""What the accounts of each kind use: plans of demo/operator.yaml."""


def write_sample(path: Path, *, count: int, seed: int, opened_through: date) -> None:
    """Write `count` accounts to a CSV that `kosmos load subscribers` takes after demo/operator.yaml.

    Persons, students and organisations, several accounts under a login, balances below, at and above what
    each needs. Accounts are opened up to `opened_through`. The same arguments write the same bytes.
    """
    dice = random.Random(seed)  # noqa: S311 - the same people each time are wanted
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_rows(dice, count, opened_through))


def _rows(dice: random.Random, count: int, until: date) -> Iterator[list[str]]:
    number = 0
    while number < count:
        kind = dice.choices(("person", "student", "organisation"), (80, 12, 8))[0]
        who = _subscriber(dice, kind, number)
        for _ in range(min(count - number, dice.choices((1, 2, 3), (92, 6, 2))[0])):
            row = {**who, **_address(dice, kind), **_account(dice, kind, FIRST_NUMBER + number, until)}
            yield [row.get(name, "") for name in HEADER]
            number += 1


def _subscriber(dice: random.Random, kind: str, number: int) -> dict[str, str]:
    firsts, patronymics = dice.choice(PEOPLE)
    surname, first = dice.choice(SURNAMES), dice.choice(firsts)
    name = f"{surname} {first} {dice.choice(patronymics)}"
    if kind == "organisation":
        name = f"{dice.choice(('ООО', 'ОДО', 'ЧУП', 'ОАО'))} «{dice.choice(ORGANISATIONS)}-{number + 1}»"
    login = f"{_latin(first)[0]}.{_latin(surname)}{number + 1}"
    return {
        "kind": kind,
        "name": name,
        "unp": _unp(dice) if kind == "organisation" else "",
        "login": login,
        "phone": f"+375{dice.choice(OPERATORS)}{dice.randint(5_000_000, 7_999_999)}",
        "email": f"{login}@example.by" if dice.randrange(10) < 6 else "",
        "language": dice.choices(("ru", "be", "en"), (80, 17, 3))[0],
    }


def _address(dice: random.Random, kind: str) -> dict[str, str]:
    if kind == "student":
        dormitory, street, house = dice.choice(DORMITORIES)
        room = str(dice.randint(2, 9) * 100 + dice.randint(1, 24))
        return {"city": "Минск", "street": street, "house": house, "dormitory": dormitory, "room": room}
    return {
        "city": "Минск",
        "street": dice.choice(STREETS),
        "house": str(dice.randint(1, 120)) + dice.choice(("", "", "", "А", "/2")),
        "building": dice.choice(("", "", "", "", "1", "2")),
        "apartment": str(dice.randint(1, 160)),
    }


def _account(dice: random.Random, kind: str, number: int, until: date) -> dict[str, str]:
    opened_on = until - timedelta(days=dice.randint(0, 300))
    days = [opened_on + timedelta(days=dice.randint(0, (until - opened_on).days // 2)) for _ in range(3)]
    plans = zip(dice.choice(PLANS[kind]), sorted(days), strict=False)
    return {
        "account": str(number),
        "opened_on": opened_on.isoformat(),
        "balance": plain(_balance(dice, kind)),
        "plans": ";".join(f"{plan}@{day}" for plan, day in plans),
    }


def _balance(dice: random.Random, kind: str) -> int:
    """In debt, at nothing, short of a fee, or with enough for a month or for several; in kopecks."""
    low, high = dice.choices(((-4_000, -1), (0, 0), (1, 1_200), (3_500, 9_000), (9_000, 40_000)), (8, 6, 10, 56, 20))[0]
    return dice.randint(low, high) * (3 if kind == "organisation" else 1)


def _unp(dice: random.Random) -> str:
    """A payer's number with a right check digit; the first digit is a region's."""
    while True:
        digits = [dice.randint(1, 7), *(dice.randint(0, 9) for _ in range(7))]
        check = sum(weight * digit for weight, digit in zip(UNP_WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def _latin(text: str) -> str:
    return "".join(LATIN.get(letter, "") for letter in text.lower())
