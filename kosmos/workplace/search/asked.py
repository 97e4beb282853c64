"""What was typed into the search box, in every way that it can have been meant; no Django, no database."""

import re
from dataclasses import dataclass

from kosmos.kernel.typing_errors import folded, in_cyrillic, on_latin_keys, readings, spelled

LONGEST = 100
"""Letters of what was typed that are read."""
MOST_WORDS = 8
LEAST_DIGITS = 4
"""Fewer digits are no part of a phone or of a number."""

_TOKEN = re.compile(r"\d+[а-яa-z]?(?![а-яa-z])|[а-яa-z]+(?:-[а-яa-z]+)*|\d+")
_APART = re.compile(r"[^а-яa-z0-9]+")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEFORE_NUMBERS = _set_of(
    "д дом дома кв квартира кватэра к кор корп корпус ком комн комната пакой офис оф пом помещение подъезд п-д эт этаж "
    "ст стр строение блок"
)
_UNSAID = _set_of(
    "ул улица улицы вул вулица street пр пр-т пр-кт просп проспект праспект пер переулок пер-к завулак проезд праезд "
    "пр-д бул бульвар б-р шоссе шаша пл площадь плошча тракт тр-т тупик туп мкр мкрн мкр-н м-н микрорайон "
    "микрараен г гор город горад дер деревня веска аг агрогородок аграгарадок пос поселок пгт общ общ-е общежитие "
    "интэрнат интернат обл область вобласць р-н район раен договор заявка обращение платеж счет лс тел телефон no"
)
_ALWAYS_UNSAID = _UNSAID | {word for word in _BEFORE_NUMBERS if len(word) > 1}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read it: words as they are spelled for comparing, single letters as they are, numbers in their order.

    ``plain`` is the text itself, without capitals and with letters that pass for one another made alike.
    """

    plain: str
    words: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: its readings, the likeliest first; all its digits; and how it would be spelled as a number.

    ``digits`` is empty unless there are digits alone, with signs or words that say what they are; ``codes`` unless it
    can be the number of something; ``contacts`` unless it can be a login or, with an @, an e-mail.
    """

    readings: tuple[Reading, ...]
    digits: str = ""
    codes: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether names and addresses can be meant."""
        return not any("@" in one for one in self.contacts) and any(reading.words for reading in self.readings)


def asked(text: str) -> Asked:
    """Read what was typed."""
    told = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    ways = dict.fromkeys((*readings(told), told, in_cyrillic(on_latin_keys(told))))
    found: dict[tuple[tuple[str, ...], ...], Reading] = {}
    for reading in map(_reading, ways):
        found.setdefault((reading.words, reading.initials, reading.numbers), reading)
    return Asked(tuple(found.values()), _digits(told), _codes(told), _contacts(told))


def _reading(text: str) -> Reading:
    plain = folded(text)
    tokens = [token[0] for token in _TOKEN.finditer(plain)]
    words: list[str] = []
    initials: list[str] = []
    numbers: list[str] = []
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token[0].isdigit():
            numbers.append(token)
        elif token in _ALWAYS_UNSAID or (token in _BEFORE_NUMBERS and after[:1].isdigit()):
            continue
        elif len(token) == 1:
            initials.append(token)
        else:
            words += [spelled(part) for part in token.split("-") if part]
    return Reading(plain, tuple(words[:MOST_WORDS]), tuple(initials[:2]), tuple(numbers[:MOST_WORDS]))


def _digits(text: str) -> str:
    """The digits of what has nothing else to say: "+375 (29) 123-45-67", "№ 700 001", "заявка 4829 1573"."""
    said = [token[0] for token in _TOKEN.finditer(folded(text)) if not token[0].isdigit()]
    plain = all(word in _ALWAYS_UNSAID for word in said)
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit()) if plain else ""


def _codes(text: str) -> tuple[str, ...]:
    """As the database's search_code writes a number, on whichever keyboard its letters were typed."""
    if digits := _digits(text):
        return (digits,) if len(digits) >= LEAST_DIGITS else ()
    if not any(sign.isdigit() for sign in text) or any(part.isalpha() and len(part) > 2 for part in text.split()):
        return ()
    ways = (text, on_latin_keys(text), *readings(text)[1:])
    spellings = (spelled(_APART.sub("", folded(way))) for way in ways)
    return tuple(dict.fromkeys(code for code in spellings if len(code) >= LEAST_DIGITS))


def _contacts(text: str) -> tuple[str, ...]:
    """What can be a login or an e-mail, on whichever keyboard it was typed."""
    ways = dict.fromkeys(way.lower() for way in (text, on_latin_keys(text)) if way.isascii())
    return tuple(way for way in ways if " " not in way and any(sign.isalpha() for sign in way))
