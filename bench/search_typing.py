"""What staff type to find an account, one sort of it after another, and the account that is meant."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from bench.coverage_typing import LATIN, spoiled
from kosmos.kernel.typing_errors import on_latin_keys


class Known(NamedTuple):
    """An account with what can be typed of it."""

    account_id: int
    number: str
    contract: str
    name: str
    phone: str
    city: str
    street: str
    house: str
    apartment: str
    order: str
    application: str

    @property
    def surname(self) -> str:
        """The first word of the name."""
        return self.name.split()[0]

    @property
    def short(self) -> str:
        """The surname and the first name."""
        return " ".join(self.name.split()[:2])


Typed = Callable[[Known, Random], str]


def _in_latin(text: str) -> str:
    return "".join(LATIN.get(letter, letter) for letter in text.lower())


def _begun(text: str, dice: Random) -> str:
    """A word without its end."""
    return text[: max(3, len(text) - dice.randint(1, 3))].lower()


SORTS: dict[str, Typed] = {
    "account": lambda one, _: one.number,
    "part of an account": lambda one, _: one.number[-5:],
    "contract": lambda one, _: one.contract,
    "phone": lambda one, dice: dice.choice((one.phone, f"8 0{one.phone[4:6]} {one.phone[6:]}", one.phone[4:])),
    "end of a phone": lambda one, dice: one.phone[-dice.choice((4, 5, 7)) :],
    "part of a phone": lambda one, dice: one.phone[dice.randint(5, 8) :][:4],
    "name in full": lambda one, _: one.name,
    "surname": lambda one, _: one.surname.lower(),
    "surname and name": lambda one, _: one.short.lower(),
    "surname and initials": lambda one, _: f"{one.surname} {'. '.join(part[0] for part in one.name.split()[1:3])}.",
    "typing error": lambda one, dice: spoiled(one.short, dice).lower(),
    "two typing errors": lambda one, dice: " ".join(spoiled(part, dice) for part in one.short.lower().split()),
    "wrong layout": lambda one, _: on_latin_keys(one.short.lower()),
    "wrong layout, an error": lambda one, dice: on_latin_keys(spoiled(one.short.lower(), dice)),
    "Latin letters": lambda one, _: _in_latin(one.short),
    "unfinished": lambda one, dice: f"{one.surname.lower()} {_begun(one.name.split()[1], dice)}",
    "address": lambda one, _: f"{one.city} {one.street} {one.house} {one.apartment}",
    "street and house": lambda one, _: f"{one.street} {one.house}".lower(),
    "street and house, an error": lambda one, dice: f"{spoiled(one.street.lower(), dice)} {one.house}",
    "address, wrong layout": lambda one, _: on_latin_keys(f"{one.street} {one.house} {one.apartment}".lower()),
    "name and street": lambda one, _: f"{one.surname} {one.street}".lower(),
    "name and city": lambda one, _: f"{one.short} {one.city}".lower(),
    "payment": lambda one, _: one.order,
    "application": lambda one, _: one.application,
}
"""Each sort of typing, by its name."""

COMMONEST = (
    *("иванов", "анна", "александр", "иван", "петровна", "владимирович", "ооо", "минск", "гомель", "советская"),
    *(
        "независимости",
        "ив",
        "ал",
        "а",
        "ко",
        "минск иванов",
        "иван минск",
        "анна владимировна",
        "советская 1",
        "ленина",
    ),
    *("2016", "5000", "0000", "3752", "2912", "37529", "8029", "иванов иван", "иванов иван иванович", "бдуте", "елена"),
    *("анна гомель советская", "мин", "сове 1", "александр минск советская", "ович", "елене", "вдадимирович", "1 1 1"),
)
"""What very many have, or nobody."""
