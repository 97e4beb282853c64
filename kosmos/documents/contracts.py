"""Contracts and sealed sheets on paper, in Russian or Belarusian, whatever language the pages speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kosmos.documents.contract_words import WORDS, Words
from kosmos.documents.papers import paper
from kosmos.documents.staff_sheet_words import STAFF_SHEET
from kosmos.kernel.money import HARD_SPACE, spoken

LANGUAGES = ("ru", "be")
"""The languages in which a contract is made; any other is Russian."""
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Charge:
    """What a contract costs: each month, or once."""

    name: Names
    kopecks: int
    monthly: bool = False


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """All that stands in a contract; ``signed_by`` and ``signed_at`` once both sides have signed it."""

    number: str
    signed_on: date
    operator: Names
    operator_phones: Sequence[str]
    account: str
    name: str
    kind: str
    unp: str
    phone: str
    email: str
    address: Mapping[str, str]
    plan: Names | None
    postpaid: bool
    charges: Sequence[Charge] = field(default_factory=tuple)
    signed_by: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on a sealed sheet."""

    operator: Names
    name: str
    account: str
    contract: str
    login: str
    password: str = field(repr=False)
    expires_at: datetime
    site: str = ""
    organisation: bool = False


def contract_paper(facts: ContractFacts, language: str, *, now: datetime, zone: ZoneInfo) -> bytes:
    """A contract as PDF; the same as often as it is printed, but for the time of printing."""
    words = WORDS[language if language in LANGUAGES else "ru"]
    data = {
        **_common(words, facts.operator, now, zone),
        "title": words.title.format(number=facts.number),
        "facts": _facts(words, facts),
        "parts": _parts(words, facts),
        "charges_title": words.charges,
        "charges": [(_charge(words, one), f"{spoken(one.kopecks)}{HARD_SPACE}BYN") for one in facts.charges],
        "sides": _sides(words, facts),
        "mark": _mark(words, facts, zone),
    }
    return paper("contract", data, at=now)


def sheet_paper(facts: SheetFacts, language: str, *, now: datetime, zone: ZoneInfo) -> bytes:
    """A sealed sheet as PDF. The password is in it and nowhere else: it is to be handed on and not kept."""
    words = WORDS[language if language in LANGUAGES else "ru"]
    until = _moment(words, facts.expires_at, zone)
    data = {
        **_common(words, facts.operator, now, zone),
        "title": words.sheet_title,
        "facts": [
            (words.subscriber, facts.name),
            (words.contract, facts.contract),
            (words.account, facts.account),
        ],
        "fold": words.fold,
        "login_label": words.login,
        "login": facts.login,
        "password_label": words.one_time,
        "password": facts.password,
        "steps": [
            step.format(site=facts.site, tab=words.tabs[facts.organisation], until=until) for step in words.steps
        ],
    }
    return paper("access_sheet", data, at=now)


def _common(words: Words, operator: Names, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "operator": _text(operator, words),
        "lang": words.language,
        "printed": words.printed.format(time=_moment(words, now, zone)),
        "page": words.page,
    }


def _facts(words: Words, facts: ContractFacts) -> list[tuple[str, str]]:
    found = [
        (words.day, _day(words, facts.signed_on)),
        (words.account, facts.account),
        (words.subscriber, facts.name),
        (words.place, _address(words, facts.address)),
    ]
    found += [(words.plan, _quoted(facts.plan, words))] if facts.plan else []
    found += [(words.unp, facts.unp)] if facts.unp else []
    found += [(words.phone, facts.phone)] if facts.phone else []
    return found + ([(words.email, facts.email)] if facts.email else [])


def _parts(words: Words, facts: ContractFacts) -> list[dict[str, object]]:
    said = {"operator": _text(facts.operator, words), "account": facts.account}
    paying = words.postpaid if facts.postpaid else words.prepaid
    parts = [(title, paying if sentences is None else sentences) for title, sentences in words.parts]
    return [
        {"number": number, "title": f"{number}. {title}", "sentences": [one.format(**said) for one in sentences]}
        for number, (title, sentences) in enumerate(parts, start=1)
    ]


def _sides(words: Words, facts: ContractFacts) -> list[dict[str, object]]:
    ours = [_text(facts.operator, words), *facts.operator_phones]
    theirs = [facts.name, *([f"{words.unp} {facts.unp}"] if facts.unp else []), facts.phone]
    return [
        {"title": words.operator_side, "lines": ours, "signature": words.signature},
        {"title": words.subscriber_side, "lines": [one for one in theirs if one], "signature": words.signature},
    ]


def _mark(words: Words, facts: ContractFacts, zone: ZoneInfo) -> str:
    if facts.signed_at is None:
        return ""
    return words.mark.format(when=_moment(words, facts.signed_at, zone), who=facts.signed_by)


def _charge(words: Words, one: Charge) -> str:
    return f"{_quoted(one.name, words)}, {words.monthly if one.monthly else words.once}"


def _address(words: Words, place: Mapping[str, str]) -> str:
    parts = [place["city"], *([place["street"], place["house"]] if place["street"] else [])]
    parts += [f"{words.place_parts[name]} {place[name]}" for name in words.place_parts if place.get(name)]
    return ", ".join(parts)


def _text(names: Names, words: Words) -> str:
    return names.get(words.language) or names["ru"]


def _quoted(names: Names, words: Words) -> str:
    text = _text(names, words)
    return text if "«" in text else f"«{text}»"


def _day(words: Words, day: date) -> str:
    return f"{day.day}{HARD_SPACE}{words.months[day.month - 1]}{HARD_SPACE}{day.year}"


def _moment(words: Words, at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{_day(words, local.date())}, {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class StaffSheetFacts:
    """What stands on the sheet of one of the operator's people; ``role`` in words."""

    operator: Names
    name: str
    role: str
    login: str
    password: str = field(repr=False)
    expires_at: datetime
    site: str


def staff_sheet_paper(facts: StaffSheetFacts, *, now: datetime, zone: ZoneInfo) -> bytes:
    """A sheet with the login and one-time password of a member of staff, as PDF and in Russian; never to be kept."""
    words = WORDS["ru"]
    until = _moment(words, facts.expires_at, zone)
    data = {
        **_common(words, facts.operator, now, zone),
        "title": STAFF_SHEET.title,
        "facts": [(STAFF_SHEET.member, facts.name), (STAFF_SHEET.role, facts.role)],
        "fold": STAFF_SHEET.fold,
        "login_label": words.login,
        "login": facts.login,
        "password_label": words.one_time,
        "password": facts.password,
        "steps": [step.format(site=facts.site, until=until) for step in STAFF_SHEET.steps],
    }
    return paper("access_sheet", data, at=now)
