"""How people type an address: in full, in short, with errors, on the wrong keyboard, in Latin letters."""

from collections.abc import Callable
from random import Random

from bench.coverage_names import MadeHouse
from kosmos.kernel.typing_errors import on_latin_keys

_LETTERS = "абвгдежзиклмнопрстуфхчшыюя"
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya".split(),  # noqa: SIM905
        strict=True,
    )
)
Typed = Callable[[MadeHouse, Random], str]


def in_full(house: MadeHouse, _dice: Random) -> str:
    """As it stands in the register."""
    return f"{house.city}, {house.street}, {house.house}"


def reordered(house: MadeHouse, _dice: Random) -> str:
    """The house first, the city last, in small letters, a part as «к2»."""
    return f"{_short(house)} {house.street} {house.city}".lower()


def with_an_error(house: MadeHouse, dice: Random) -> str:
    """An error in the longest word of the street."""
    return f"{house.city} {spoiled(house.street, dice)} {_short(house)}"


def with_two_errors(house: MadeHouse, dice: Random) -> str:
    """An error in the street, another in the city (a short one stays)."""
    return f"{spoiled(house.city, dice)} {spoiled(house.street, dice)} {_short(house)}"


def on_wrong_keys(house: MadeHouse, _dice: Random) -> str:
    """Everything on a Latin keyboard."""
    return on_latin_keys(reordered(house, _dice))


def on_wrong_keys_with_an_error(house: MadeHouse, dice: Random) -> str:
    """The same, with an error."""
    return on_latin_keys(with_an_error(house, dice).lower())


def in_latin(house: MadeHouse, _dice: Random) -> str:
    """By sound."""
    plain = reordered(house, _dice)
    return "".join(LATIN.get(letter, letter) for letter in plain)


def unfinished(house: MadeHouse, _dice: Random) -> str:
    """The longest word of the street without its last three letters, as while typing."""
    longest = max(house.street.split(), key=len)
    cut = longest[:-3] if len(longest) > 6 else longest
    return f"{house.city} {house.street.replace(longest, cut)} {_short(house)}".lower()


WAYS: dict[str, Typed] = {
    one.__name__: one
    for one in (
        in_full,
        reordered,
        with_an_error,
        with_two_errors,
        on_wrong_keys,
        on_wrong_keys_with_an_error,
        in_latin,
        unfinished,
    )
}


def _short(house: MadeHouse) -> str:
    return house.house.replace(" корп. ", "к").lower()


def spoiled(name: str, dice: Random) -> str:
    """A name with one error in its longest word: a letter lost, doubled, changed, or two swapped."""
    longest = max(name.split(), key=len)
    if len(longest) < 4:
        return name
    at = dice.randrange(1, len(longest) - 1)
    begin, letter, after, end = longest[:at], longest[at], longest[at + 1], longest[at + 2 :]
    wrong = dice.choice(
        (begin + after + end, begin + letter * 2 + after + end, begin + dice.choice(_LETTERS) + after + end,
         begin + after + letter + end)
    )  # fmt: skip
    return name.replace(longest, wrong, 1)
