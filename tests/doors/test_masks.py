"""Personal data of a holder nobody asked for stands on no staff page, in no fragment, file and list of no role."""

import io
import re
from collections.abc import Iterator
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.utils.translation import override

from kosmos.backoffice.roles import MAY
from kosmos.connections.models import Application, Visit
from kosmos.kernel import clock
from kosmos.portal.tests.paying import NUMBER
from kosmos.portal.words import plans
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import Contract, StaffRole, Subscriber
from kosmos.subscribers.services import note_act
from kosmos.support.services import open_request
from kosmos.wording import typography
from tests.browser.papers import text_of
from tests.doors.matrix import Line, lines, path_of
from tests.doors.test_matrix import WAYS, _go
from tests.doors.world import World

pytestmark = pytest.mark.django_db
NAME, PHONE, EMAIL, FLAT = "Всеслав Гостомыслович Кракозябринский", "+375297310846", "krakozyabr@example.by", "731Ж"
ASKED_FOR = re.compile(r"731[-\s\u00a0·]*08[-\s\u00a0·]*46|krakozyabr|731Ж", re.IGNORECASE)
"""What nobody is shown before he says why, however it is written."""
SECRETS = re.compile(rf"Кракозяб|{ASKED_FOR.pattern}", re.IGNORECASE)
"""That, and the surname, which is masked for roles that may never ask."""
BY_FUNCTION = {
    "staff:contract-paper": "sign_contracts",
    "staff:contract-sheet": "sign_contracts",
    "staff:access-restore": "restore_access",
}
"""Pages whose very work is the holder himself, and the function that has it."""
MORE = (
    *(f"/staff/search/?q={typed}" for typed in (NUMBER, "0846", "31084", "Кракозябр", "rhfrjpz,h", "krakoz", "731ж")),
    f"/staff/access/?q={NUMBER}",
    *(f"/staff/figures/accounts/?of={of}" for of in ("debt", "blocked", "came", "left", "plan")),
    *(f"/staff/figures/lines/?of={of}" for of in ("came", "charged")),
    *(f"/staff/{kind}?from=" for kind in ("audit/", "audit/audit.csv", "audit/audit.xlsx")),
    f"/staff/audit/?account={NUMBER}&from=",
    *(f"/staff/cash/take/?{name}={NUMBER}" for name in ("account", "number", "q")),
    f"/staff/requests/?q={NUMBER}",
    "/staff/queue/?whose=all",
)
"""Addresses with words of their own."""
TABLES = re.compile(r'href="([^"]*[?&](?:amp;)?as=(?:csv|xlsx)[^"]*)"')
"""The files that a page offers."""


@pytest.fixture
def world() -> Iterator[World]:
    plans.forget_names()
    typography.zone.cache_clear()
    with override("ru"):
        made = World()
        _plant(made)
        yield made


def _plant(world: World) -> None:
    """Give the account's holder a name, phone, e-mail and flat of his own, wherever they are kept and noted."""
    Subscriber.objects.filter(contracts__account_id=world.account_id).update(name=NAME, phone=PHONE, email=EMAIL)
    Contract.objects.filter(account_id=world.account_id).update(apartment=FLAT)
    wish = {"topic": "other", "text": "?", "key": uuid4().hex, "now": clock.now(), "files": []}
    open_request(account_id=world.account_id, **wish)  # type: ignore[arg-type]
    told = {"name": NAME, "phone": PHONE, "email": EMAIL}
    note_act(
        Act.NOTE_ADDED, now=clock.now(), staff=world.staff["agent"], account_id=world.account_id, before={}, after=told
    )


def test_nobody_sees_a_holder_that_was_not_asked_for(world: World) -> None:
    pages = [line for line in lines().values() if line.door == "staff"]
    wrong = [fault for line in pages for fault in _faults(world, line)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_nor_by_what_is_asked_in_an_address_nor_in_the_files_of_a_page(world: World) -> None:
    offered = [(role, one) for role in StaffRole.values for one in (*MORE, *_files(world, role))]
    wrong = []
    for role, address in offered:
        for fragment in (False, True):
            found = _secret_of(role).search(
                _told(_go(world.browsers[role], address, "get", fragment=fragment), address)
            )
            wrong += [f"{address}: {role}: {found[0]}"] if found else []
    assert not wrong, "\n" + "\n".join(wrong)


def test_an_applicant_is_seen_by_those_who_work_on_applications_and_whoever_goes_to_him(world: World) -> None:
    held = Contract.objects.get(account_id=world.account_id)
    place = {"city": held.city, "street": held.street, "house": held.house, "apartment": FLAT}
    visit = Visit.objects.get(pk=str(world.thing("visit").own["visit_id"]))
    Application.objects.filter(pk=visit.application_id).update(name=NAME, phone=PHONE, **place)
    seen = set()
    for line in (one for one in lines().values() if one.door == "staff"):
        for role in StaffRole.values:
            with transaction.atomic():
                path = path_of(line, {**world.thing(line.thing).own, **_about(line, visit)})
                if ASKED_FOR.search(_told(_go(world.browsers[role], path, "get", fragment=False), path)):
                    seen.add(role)
                transaction.set_rollback(True)
    assert seen == MAY["see_applications"] | MAY["do_visits"]


def _about(line: Line, visit: Visit) -> dict[str, object]:
    """The planted application, and the visit to it, for pages that are about such."""
    planted: dict[str, dict[str, object]] = {
        "application": {"application_id": visit.application_id},
        "visit": {"visit_id": visit.pk},
    }
    return planted.get(line.thing, {})


def _faults(world: World, line: Line) -> Iterator[str]:
    allowed = MAY[BY_FUNCTION[line.place]] if line.place in BY_FUNCTION else frozenset[str]()
    for role in StaffRole.values:
        for method, fragment in WAYS:
            with transaction.atomic():
                path = path_of(line, world.thing(line.thing).own)
                found = _secret_of(role).search(_told(_go(world.browsers[role], path, method, fragment=fragment), path))
                transaction.set_rollback(True)
            if found and role not in allowed:
                yield f"{line.place}: {role} {method}{' fragment' if fragment else ''}: {found[0]}"


def _secret_of(role: str) -> re.Pattern[str]:
    return ASKED_FOR if role in MAY["reveal_personal"] else SECRETS


def _files(world: World, role: str) -> Iterator[str]:
    """The addresses of the files that the pages of a role offer."""
    for line in lines().values():
        if line.door == "staff" and not line.thing and not line.words:
            path = path_of(line, {})
            for found in TABLES.findall(_told(_go(world.browsers[role], path, "get", fragment=False), path)):
                address = found.replace("&amp;", "&")
                yield address if address.startswith("/") else path + address


def _told(answer: HttpResponseBase, path: str) -> str:
    """All the words of an answer, whatever it is, without what the visitor himself asked."""
    content = answer.text_sent if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"%PDF"):
        return text_of(content)
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as book:
            content = b" ".join(book.read(name) for name in book.namelist())
    asked = path.rpartition("=")[2] if "?" in path else ""
    words: str = content.decode(errors="replace")
    return re.sub(
        rf'value="{re.escape(asked)}"|«{re.escape(asked)}»|Поиск: {re.escape(asked)}', "", words, flags=re.IGNORECASE
    )
