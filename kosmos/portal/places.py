"""Where to pay: the operator's places, found by kind and by words of a city or a street."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.catalogue.models import PaymentPoint, PlaceKind
from kosmos.kernel.likeness import likeness
from kosmos.kernel.typing_errors import readings, spelled
from kosmos.wording.typography import folded

KINDS: dict[str, tuple[PlaceKind, Promise, str]] = {
    "office": (PlaceKind.OFFICE, _("Наши офисы"), "company"),
    "kiosk": (PlaceKind.KIOSK, _("Терминалы"), "device"),
    "bank": (PlaceKind.BANK, _("Банки"), "company"),
    "atm": (PlaceKind.ATM, _("Банкоматы и инфокиоски"), "card"),
    "post": (PlaceKind.POST, _("Почта"), "place"),
    "shop": (PlaceKind.SHOP, _("Магазины и салоны"), "place"),
    "erip": (PlaceKind.ERIP, _("«Расчёт» (ЕРИП)"), "statement"),
    "phone": (PlaceKind.PHONE, _("С мобильного телефона"), "phone"),
    "emoney": (PlaceKind.EMONEY, _("Электронные деньги"), "card"),
}
"""The kinds by the word that an address bears, in the order in which they are shown: name and icon."""

ALIKE = 0.7
"""From this likeness on a word may be meant."""
_WORD = re.compile(r"\w+")
_SAID_ANYWAY = frozenset({"ул", "улица", "вул", "вулица", "г", "город", "д", "дом", "пр", "st", "street"})
"""What people write before a name, and what addresses abbreviate in other ways."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a kind that were found."""

    code: str
    name: Promise
    icon: str
    points: tuple[PaymentPoint, ...]


def found(points: Sequence[PaymentPoint], *, kind: str = "", place: str = "") -> list[Places]:
    """The places of a kind (all for another word than KINDS has) that bear every word of ``place``, by kind.

    A way to pay that has no address is there for every place that is asked for. Typing errors and the wrong keyboard
    are forgiven where nothing bears the words as they were typed.
    """
    there = _there(points, place)
    by_kind = {code: kind_ for code, (kind_, _name, _icon) in KINDS.items()}
    chosen = [kind] if kind in by_kind else list(by_kind)
    of_kind = {
        key: tuple(group) for key, group in groupby(sorted(there, key=lambda one: one.kind), lambda one: one.kind)
    }
    sections = [Places(code, KINDS[code][1], KINDS[code][2], of_kind.get(by_kind[code], ())) for code in chosen]
    return [section for section in sections if section.points]


def _there(points: Sequence[PaymentPoint], place: str) -> list[PaymentPoint]:
    """The points that bear every word of a place; where none does, those that bear words like them."""
    for alike in (str.startswith, _is_like):
        for reading in dict.fromkeys([place, *readings(place)]):
            wanted = _words([reading]) - _SAID_ANYWAY
            there = [one for one in points if _is_at(one, wanted, alike)]
            if any(one.address for one in there):
                return there
    return [one for one in points if not one.address]


def _is_like(word: str, asked: str) -> bool:
    return likeness(spelled(asked), spelled(word)) >= ALIKE


def _is_at(point: PaymentPoint, wanted: frozenset[str], alike: Callable[[str, str], bool]) -> bool:
    """Whether each wanted word begins one of the place's (or is like it), in whichever language it was written."""
    if not point.address:
        return True
    own = _words([*point.address.values(), *point.name.values()])
    return all(any(alike(word, one) for word in own) for one in wanted)


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(" ".join(texts))))
