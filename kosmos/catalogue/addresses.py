"""An address as somebody types it, in parts: words of a city and a street, numbers, the kind of the street.

Pure: no Django, no database. The order of the parts plays no role; what an address never needs (a flat, a floor, a
post code) is left out.
"""

import re
from dataclasses import dataclass, field

from kosmos.kernel.likeness import errors_between
from kosmos.kernel.typing_errors import folded, spelled


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


STREET = "street"
DORMITORY = spelled("общежитие")
"""The word that every dormitory is found by."""
_KINDS = {
    STREET: "ул улица вул вулица street str st",
    "avenue": "пр пр-т пр-кт просп проспект праспект prospekt prospect avenue ave",
    "lane": "пер переулок пер-к зав завулак lane",
    "passage": "проезд праезд пр-д",
    "boulevard": "бул бульвар б-р бульв boulevard",
    "highway": "шоссе ш шаша",
    "square": "пл площадь плошча",
    "road": "тракт тр-т",
    "dead end": "тупик туп тупик",
    "quarter": "микрорайон мкр мкрн мкр-н м-н микрараен",
}
KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_DORMITORIES = _set_of(
    "общежитие общежития общежитии общага общаге общаги общ общеж общежите общ-е общ-тие интернат интэрнат"
)
_UNSAID = _set_of(
    "г гор город горад д дом дер деревня вёска веска аг агрогородок аграгарадок пос поселок п пгт гп г.п с с/с "
    "им имени беларусь рб республика dom house no лет"
)
_IN_FULL = {"наб": "набережная", "набярэжная": "набережная"}
_OF_A_FLAT = _set_of("кв квартира кватэра комн комната пакой офис оф помещение пом подъезд под п-д этаж эт")
_OF_A_REGION = _set_of("обл область вобласць вобл р-н район раен рн сельсовет с/с")
_CORPUS = _set_of("к кор корп корпус корпуса стр строение блок")
_LETTERS = frozenset("абвгдежзик")
"""The letters that a house has."""

_TOKEN = re.compile(
    r"(?P<ordinal>\d{1,3})-?(?:ая|ый|ий|ой|го|ые|я|й|е|ы)(?![а-я])"
    r"|(?P<number>\d{1,6})(?P<letter>[а-я](?![а-я]))?(?:(?P<sign>[/|\\-])(?P<part>\d{1,4}|[а-я](?![а-я]))(?P<more>[а-я](?![а-я]))?)?"
    r"|(?P<word>[а-яa-z]+(?:-[а-яa-z]+)*)"
)


@dataclass(frozen=True, slots=True)
class House:
    """A house's number and what comes after it, as «а», «/2», «а/2»; ``loose`` if the rest may be a flat as well."""

    number: int
    rest: str = ""
    loose: bool = False


@dataclass(slots=True)
class Parts:
    """What was found in a text. An ordinal is never a house; a number may be a house, or part of a street's name.

    ``regions`` are words of a district or region: they tell villages of one name apart and need not be there.
    """

    words: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    dormitory: bool = False


def parts_of(text: str) -> Parts:
    """The parts of an address; its words are spelled, in the order in which they stood."""
    return _Reader(text).read()


def house_of(text: str) -> House | None:
    """A house as a register writes it: «6», «6 корп. 2», «57Б», «39/1»; None without a number."""
    houses = parts_of(text).houses
    return houses[0] if houses else None


class _Reader:
    """One text under way, token by token."""

    def __init__(self, text: str) -> None:
        plain = folded(text).replace("№", " ").replace("#", " ")
        self.tokens = list(_TOKEN.finditer(plain))
        self.at, self.parts = 0, Parts()

    def read(self) -> Parts:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token["ordinal"]:
                self.parts.ordinals.append(int(token["ordinal"]))
            elif token["number"]:
                self._number(token)
            else:
                self._word(token["word"])
        return self.parts

    def _number(self, token: re.Match[str]) -> None:
        if len(token["number"]) == 6:  # a post code
            return
        letter, rest = token["letter"] or "", ""
        if letter == "к" and token["sign"] is None and self._next("number"):
            letter, rest = "", f"/{self._take()['number']}"
        elif token["part"]:
            part = token["part"] + (token["more"] or "")
            rest = f"/{part}" if part[0].isdigit() else part
        else:
            letter, rest = self._after(letter)
        self.parts.houses.append(House(int(token["number"]), letter + rest, loose=token["sign"] == "-"))

    def _after(self, letter: str) -> tuple[str, str]:
        """The letter or the building that stands apart behind a number."""
        word = self._next("word")
        if word in _CORPUS and self._next("number", 1):
            self._take()
            found = self._take()
            return letter, f"/{found['number']}{found['letter'] or ''}"
        if word in _CORPUS and (self._next("word", 1) or "") in _LETTERS:
            self._take()
            return letter, self._take()["word"]
        if not letter and word in _LETTERS and not self._next("number", 1):
            return self._take()["word"], ""
        return letter, ""

    def _word(self, word: str) -> None:
        if word in _OF_A_FLAT:
            if self._next("number"):
                self._take()
        elif word in _OF_A_REGION:
            if self.parts.words and self.parts.words[-1].endswith(("a9", "iy", "xy", "ag")):
                self.parts.regions.append(self.parts.words.pop())
        elif word in KIND_OF:
            self.parts.kinds.add(KIND_OF[word])
        elif word in _DORMITORIES or (len(word) > 6 and errors_between(spelled(word), DORMITORY, 2) <= 2):
            self.parts.dormitory = True
        elif word not in _UNSAID:
            word = _IN_FULL.get(word, word)
            self.parts.words += [spelled(part) for part in word.split("-") if part]

    def _next(self, kind: str, further: int = 0) -> str | None:
        place = self.at + further
        return self.tokens[place][kind] if place < len(self.tokens) else None

    def _take(self) -> re.Match[str]:
        token = self.tokens[self.at]
        self.at += 1
        return token
