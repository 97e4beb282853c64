"""Personal data as staff see it until they say why they need it whole; no clock, no database.

Every list, page, fragment and export of the staff's writes personal data by these functions.
"""

import re
from typing import Protocol

from django.utils.translation import gettext as _

HIDDEN = "···"
"""What stands for signs that are not shown."""
_PATRONYMIC = re.compile(r"(?:[иі]ч|[вў]на|[иі]чна)$", re.IGNORECASE)
"""How patronymics end, and some surnames too: a name whose second word ends so has its surname at its end."""


class Placed(Protocol):
    """Whatever bears an address in parts: a contract, an application, an address of one of the lists."""

    city: str
    street: str
    house: str
    building: str
    apartment: str
    dormitory: str
    room: str


def masked_phone(phone: str) -> str:
    """A phone by its country, code and last two digits: "+375 29 ··· ·· 67"; empty where there is none."""
    if len(phone) < len("+375291"):
        return HIDDEN if phone else ""
    return f"{phone[:4]} {phone[4:6]} {HIDDEN} ·· {phone[-2:]}"


def masked_email(email: str) -> str:
    """An e-mail address by its first letter and its host: "a···@example.by"; empty where there is none."""
    if not email:
        return ""
    local, _at, host = email.rpartition("@")
    return f"{local[:1]}{HIDDEN}@{host}"


def masked_name(name: str) -> str:
    """A person's name without his surname but for its first letter, "Шевчук Анна Петровна": "Анна Петровна Ш."

    Where the patronymic does not tell which word the surname is, only first letters are left: "Ш··· А···". The name of
    an organisation is nobody's secret: do not mask it.
    """
    words = name.split()
    if len(words) == 3 and _PATRONYMIC.search(words[1]):
        return f"{words[0]} {words[1]} {words[2][0]}."
    if len(words) == 3 and _PATRONYMIC.search(words[2]):
        return f"{words[1]} {words[2]} {words[0][0]}."
    return " ".join(f"{word[0]}{HIDDEN}" for word in words)


def masked_address(place: Placed) -> str:
    """An address without its flat or room: "Минск, Красная, 6, корп. 2, кв. ···"."""
    return _line(place, apartment=place.apartment and HIDDEN, room=place.room and HIDDEN)


def whole_address(place: Placed) -> str:
    """An address in one line: "Минск, Красная, 6, корп. 2, кв. 1"."""
    return _line(place, apartment=place.apartment, room=place.room)


def masked_unp(unp: str) -> str:
    """A payer's number of one who works for himself, by its first and last sign; empty where there is none."""
    return f"{unp[0]}{HIDDEN}{unp[-1]}" if unp else ""


def _line(place: Placed, *, apartment: str, room: str) -> str:
    parts = [place.city, place.street, place.house]
    for value, words in (
        (place.building, _("корп. %s")),
        (apartment, _("кв. %s")),
        (place.dormitory, "%s"),
        (room, _("комн. %s")),
    ):
        parts += [words % value] if value else []
    return ", ".join(part for part in parts if part)
