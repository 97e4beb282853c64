"""What somebody fills in to be connected or called, and what of it can be kept; the same for site, office and phone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kosmos.catalogue.coverage import find_buildings
from kosmos.catalogue.models import Building, Kind, Plan, PlanStatus, Service
from kosmos.connections.addresses import Parts, apartment_of, parts_of
from kosmos.connections.agreements import agreements_now
from kosmos.connections.calling import CallHours, call_hours
from kosmos.connections.models import ApplicationKind, Source
from kosmos.connections.wish_errors import WishRefused
from kosmos.connections.working import sales_work
from kosmos.kernel.cards import without_cards
from kosmos.subscribers.contacts import LONGEST_PHONE, phone_of
from kosmos.subscribers.errors import BadPhone

LONGEST: Mapping[str, int] = {
    "name": 100,
    "phone": LONGEST_PHONE,
    "organisation": 160,
    "address": 250,
    "dormitory": 120,
    "room": 20,
    "comment": 1_000,
}
"""How many letters each field takes."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    ApplicationKind.HOME: ("address", "name", "phone"),
    ApplicationKind.STUDENT: ("phone", "name", "dormitory", "room"),
    ApplicationKind.BUSINESS: ("name", "organisation", "phone", "address"),
    ApplicationKind.CALL_BACK: ("name", "phone"),
}
"""The fields of each form that cannot be left empty."""
SOON = "soon"
LONGEST_PAGE = 200
_NO_LETTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A form as it was filled in; plan and service by their codes, ``when`` is "soon" or one of ``call_hours``.

    ``agreed`` says for each purpose to which version of its text; on the site the application's own is needed.
    """

    kind: str
    name: str
    phone: str
    organisation: str = ""
    address: str = ""
    dormitory: str = ""
    room: str = ""
    building_id: int | None = None
    service: str = ""
    plan: str = ""
    comment: str = ""
    when: str = SOON
    agreed: Mapping[str, int] = field(default_factory=dict)
    source: str = Source.SITE
    language: str = "ru"
    page: str = ""
    network_address: str = ""


@dataclass(frozen=True, slots=True)
class ReadWish:
    """A wish that can be kept: its texts in order, and what they name found."""

    wish: Wish
    service: Service | None
    plan: Plan | None
    hours: CallHours | None


def read_wish(wish: Wish, now: datetime) -> ReadWish:
    """What is kept of a form; ``now`` is in the operator's zone. WishRefused with all that is wrong, by field."""
    tidy = _tidy(wish)
    wrong = _missing(tidy) | _too_long(tidy) | _disagreed(tidy)
    tidy = _with_phone(tidy, wrong)
    service, plan = _wanted(tidy, wrong)
    hours = _hours(tidy, now, wrong)
    if wrong:
        raise WishRefused(fields=wrong)
    return ReadWish(tidy, service, plan, hours)


def place_of(wish: Wish) -> tuple[Parts, Building | None]:
    """Where a wish is about, as far as that is clear, and the house of the coverage register if it is there."""
    building, parts = _building(wish), parts_of(wish.address)
    if building is None:
        return parts, None
    apartment = parts.apartment or apartment_of(wish.address)
    return Parts(building.city, building.street, building.house, parts.building, apartment), building


def _tidy(wish: Wish) -> Wish:
    return replace(
        wish,
        name=_line(wish.name),
        phone=_line(wish.phone),
        organisation=_line(wish.organisation),
        address=_line(wish.address),
        dormitory=_line(wish.dormitory),
        room=_line(wish.room),
        comment=_lines(wish.comment),
        service=_line(wish.service),
        plan=_line(wish.plan),
        page=_line(wish.page)[:LONGEST_PAGE] if wish.page.startswith("/") else "",
    )


def _missing(wish: Wish) -> dict[str, str]:
    wrong = {name: f"{name}_missing" for name in NEEDED[wish.kind] if not getattr(wish, name)}
    if wish.kind == ApplicationKind.STUDENT and wish.name and " " not in wish.name:
        wrong["name"] = "full_name_missing"
    if wish.kind == ApplicationKind.HOME and wish.address and not any(sign.isdigit() for sign in wish.address):
        wrong["address"] = "address_without_house"
    return wrong


def _too_long(wish: Wish) -> dict[str, str]:
    return {name: "field_too_long" for name, most in LONGEST.items() if len(getattr(wish, name)) > most}


def _disagreed(wish: Wish) -> dict[str, str]:
    """What was not agreed to although nothing can be done without it, or to a text that is not the present one."""
    wrong = {}
    for text in agreements_now():
        version = wish.agreed.get(text.purpose)
        if version is None and text.needed and wish.source == Source.SITE:
            wrong[f"agreed_{text.purpose}"] = "agreement_missing"
        if version is not None and version != text.version:
            wrong[f"agreed_{text.purpose}"] = "agreement_changed"
    return wrong


def _with_phone(wish: Wish, wrong: dict[str, str]) -> Wish:
    if "phone" in wrong:
        return wish
    try:
        return replace(wish, phone=phone_of(wish.phone))
    except BadPhone:
        wrong["phone"] = "bad_phone"
        return wish


def _wanted(wish: Wish, wrong: dict[str, str]) -> tuple[Service | None, Plan | None]:
    """The service and the plan that are named; a plan says its service too."""
    service = Service.objects.filter(code=wish.service).first() if wish.service else None
    if wish.service and service is None:
        wrong["service"] = "unknown_service"
    if not wish.plan:
        return service, None
    sold = Plan.objects.select_related("service").filter(code=wish.plan, status=PlanStatus.OPEN, kind=Kind.BASE)
    plan = sold.filter(audiences__contains=[str(wish.kind)]).first()
    if plan is None:
        wrong["plan"] = "plan_not_offered"
    elif service is not None and plan.service_id != service.id:
        wrong["plan"] = "plan_of_other_service"
    return (plan.service if plan else service), plan


def _hours(wish: Wish, now: datetime, wrong: dict[str, str]) -> CallHours | None:
    if wish.when == SOON:
        return None
    hours = next((one for one in call_hours(now, sales_work(now)) if one.code == wish.when), None)
    if hours is None:
        wrong["when"] = "hours_passed"
    return hours


def _building(wish: Wish) -> Building | None:
    """The house of the coverage register: the one that was chosen, unless the address names another."""
    chosen = Building.objects.filter(id=wish.building_id).first() if wish.building_id else None
    if chosen and (wish.kind == ApplicationKind.STUDENT or _names(wish.address, chosen)):
        return chosen
    parts = parts_of(wish.address)
    if not parts.whole:
        return None
    here = Building.objects.filter(city__iexact=parts.city, street__iexact=parts.street, house__iexact=parts.house)
    known = here.first()
    if known is not None:
        return known
    found = [one for one in find_buildings(f"{parts.city}, {parts.street}, {parts.house}", limit=2) if one.exact]
    return Building.objects.get(id=found[0].id) if len(found) == 1 else None


def _names(address: str, building: Building) -> bool:
    said = address.casefold()
    house = re.search(rf"(?<![\w/]){re.escape(building.house.casefold())}(?![\w/])", said)
    return building.street.casefold() in said and house is not None


def _line(typed: str) -> str:
    """One line of text, without signs that are none, and no card number in it."""
    return " ".join(without_cards(_NO_LETTERS.sub("", typed.replace("\n", " "))).split())


def _lines(typed: str) -> str:
    lines = _NO_LETTERS.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return without_cards(re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines).strip()))
