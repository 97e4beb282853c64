"""An address that was typed in one line, taken apart as far as that can be done; no clock, no database."""

import re
from dataclasses import dataclass, replace

_HOUSE = r"\d{1,4}\s?[а-яёіўa-z]?(?:/\d{1,3}[а-яa-z]?)?"
_MARKS: dict[str, str] = {
    "city": r"(?:г|гор|город|горад|гп|г\.\s?п|д|дер|деревня|вёска|п|пос|посёлок|аг|агрогородок)\.?\s+(?=[^\d\s])(.+)",
    "street": r"((?:ул|улица|вул|вуліца)\.?\s.+|.*\b(?:пр|просп|проспект|праспект|пр-т|пер|переулок|завулак|б-р|"
    r"бульвар|бул|тракт|шоссе|шаша|площадь|пл|проезд|праезд|набережная|наб|ул|улица|вул|вуліца)\b\.?.*)",
    "house": rf"(?:д|дом)\.?\s?({_HOUSE})",
    "building": r"(?:к|корп|корпус)\.?\s?(\d{1,3}[а-яa-z]?)",
    "apartment": r"(?:кв|квартира|кватэра)\.?\s?(\d{1,5}[а-яa-z]?)",
}
_PATTERNS = {name: re.compile(mark, re.IGNORECASE) for name, mark in _MARKS.items()}
_NUMBER = re.compile(_HOUSE, re.IGNORECASE)
_STREET_WORD = re.compile(r"^(?:ул|улица|вул|вуліца)\.?\s+|\s+(?:ул|улица|вул|вуліца)\.?$", re.IGNORECASE)
_GLUED = re.compile(rf"(.*[^\d\s,])\s+(?:д\.?|дом)?\s?({_HOUSE})(?:\s?-\s?(\d{{1,5}}))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Where something is; whatever is not known is empty."""

    city: str = ""
    street: str = ""
    house: str = ""
    building: str = ""
    apartment: str = ""

    @property
    def whole(self) -> bool:
        """Whether a house can be found by it."""
        return bool(self.city and self.street and self.house)


def parts_of(address: str) -> Parts:
    """City, street, house, building and flat of "г. Минск, ул. Красная, д. 6, кв. 12" or "Минск, Красная, 6-12".

    Nothing at all where city, street and house are not clear.
    """
    found = Parts()
    for piece in filter(None, (piece.strip() for piece in address.replace("\n", ",").split(","))):
        found = _with(found, piece)
    return found if found.whole else Parts()


def apartment_of(address: str) -> str:
    """The flat that an address names; empty where it names none."""
    found = re.search(r"\b(?:кв|квартира|кватэра)\.?\s?(\d{1,5}[а-яa-z]?)\b", address, re.IGNORECASE)
    return found[1] if found else ""


def _with(found: Parts, piece: str) -> Parts:
    """What is known with one piece more; a piece that says nothing of its own is left out."""
    for name, pattern in _PATTERNS.items():
        match = pattern.fullmatch(piece)
        if match and not getattr(found, name):
            return _street(found, match[1]) if name == "street" else replace(found, **{name: match[1].strip()})
    return _unmarked(found, piece)


def _unmarked(found: Parts, piece: str) -> Parts:
    """A piece without a word before it: names come first, then the numbers of house and flat."""
    if not _NUMBER.match(piece):
        return replace(found, city=piece) if not found.city and not found.street else _street(found, piece)
    house, _, apartment = piece.partition("-")
    if found.street and not found.house and _NUMBER.fullmatch(house.strip()):
        return replace(found, house=house.strip(), apartment=apartment.strip())
    if found.house and not found.apartment and piece.isdecimal():
        return replace(found, apartment=piece)
    return found


def _street(found: Parts, text: str) -> Parts:
    """A street, and whatever numbers stand in the same piece: "Красная 6-12"."""
    if found.street:
        return found
    glued = _GLUED.fullmatch(text)
    name = _STREET_WORD.sub("", glued[1] if glued else text).strip()
    house, apartment = (glued[2], glued[3] or "") if glued else ("", "")
    return replace(found, street=name, house=house or found.house, apartment=apartment or found.apartment)
