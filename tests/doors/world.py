"""Two subscribers, staff of every role, and one of each thing that pages are about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import cast
from uuid import UUID, uuid4

from django.test import Client

from kosmos.backoffice.pages.payment_cases import name_of as case_name
from kosmos.backoffice.tests.conftest import at_work
from kosmos.cashdesk.models import Receipt, Shift
from kosmos.cashdesk.services import Hand, Money, ask_void, open_shift, take_money
from kosmos.catalogue.models import Article, Building, Extra, ExtraKind, Family, PaymentPoint, PlaceKind, Plan, Price
from kosmos.charging.models import Payment
from kosmos.charging.services import NewPayment, post_payments
from kosmos.connections.models import Visit
from kosmos.connections.tests.people import application
from kosmos.editing.models import CoverageFile, DayTrial
from kosmos.gateway.models import SimulatedLetter, SimulatedSms
from kosmos.kernel import clock
from kosmos.ledger.models import Posting
from kosmos.ledger.services import open_account
from kosmos.notifications.services import publish
from kosmos.payments.models import Case, Order, Unidentified
from kosmos.payments.services import create_order
from kosmos.payments.services.cases import open_case, suspense_account
from kosmos.payments.services.links import LinkWish, make_link
from kosmos.payments.services.registry import keep_profile, take_statement
from kosmos.payments.tokens import token_of
from kosmos.portal.tests.paying import FIRST, anna, world
from kosmos.subscribers.access import AccessLink
from kosmos.subscribers.models import SignIn, StaffMember, StaffRole
from kosmos.support.files import Sent
from kosmos.support.models import Attachment, Outage
from kosmos.support.services import open_request
from kosmos.workplace.models import Approval

Words = dict[str, object]
COLUMNS = {"reference": 1, "date": 2, "amount": 3, "account": 4}
VISITOR, OWNER, OTHER, UNCONFIRMED = "visitor", "owner", "another subscriber", "staff without a code"


@dataclass(frozen=True, slots=True)
class Thing:
    """How one thing comes to be, and one of the same kind that is somebody else's or not there at all."""

    own: Words
    foreign: Words


class World:
    """The people with their browsers, and the things; anna owns the account, ``technician`` the visit."""

    def __init__(self) -> None:
        """Make everybody."""
        self.account_id = world()
        Extra.objects.create(code="router", name={"ru": "Роутер"}, kind=ExtraKind.EQUIPMENT, price_kopecks=95_00)
        self.browsers = {VISITOR: Client(), OWNER: Client(), OTHER: Client(), UNCONFIRMED: Client()}
        self.browsers[OWNER].force_login(SignIn.objects.get(login="anna"))
        self.browsers[OTHER].force_login(anna(open_account(number="100999", day=FIRST), login="boris"))
        self.browsers[UNCONFIRMED].force_login(_hired("nobody", "administrator").sign_in)
        self.staff = {role: _hired(role, role) for role in StaffRole.values}
        self.another_technician = _hired("another", "technician")
        self.browsers |= {role: at_work(member.sign_in) for role, member in self.staff.items()}

    def thing(self, kind: str) -> Thing:
        """A thing of a kind, made now."""
        own = THINGS[kind](self) if kind else {}
        if isinstance(own, Thing):
            return own
        return Thing(own, {name: _nobodys(value) for name, value in own.items()})


def _hired(login: str, role: str) -> StaffMember:
    number = 1_000 + SignIn.objects.count()
    sign_in = SignIn.objects.create(id=number, login=f"staff-{login}", password="!", must_change_password=False)
    return StaffMember.objects.create(sign_in=sign_in, name=login.title(), role=role)


def _nobodys(value: object) -> object:
    """What no thing is called by."""
    return 99_999_999 if isinstance(value, int) else str(uuid4())


def _nothing(_world: World) -> Words:
    return {}


def _contract(world: World) -> Words:
    return {"account_id": world.account_id}


def _payment(world: World) -> Words:
    paid = Posting.objects.filter(account_id=world.account_id, amount_kopecks__gt=0)
    return {"number": paid.latest("number").number}


def _request(world: World) -> Words:
    sent = Sent("note.txt", b"A note.")
    wish = {"topic": "other", "text": "?", "key": uuid4().hex, "now": clock.now(), "files": [sent]}
    return {"request_id": open_request(account_id=world.account_id, **wish).request.id}  # type: ignore[arg-type]


def _attachment(world: World) -> Words:
    request = _request(world)
    return {**request, "attachment_id": Attachment.objects.get(request_id=str(request["request_id"])).id}


def _link(world: World) -> Words:
    wish = LinkWish(label="Интернет", days=30)
    return {"link": make_link(wish, account_id=world.account_id, key=uuid4().hex, now=clock.now()).id}


def _order(world: World) -> Words:
    return {"token": create_order(account_id=world.account_id, amount_kopecks=10_00, now=clock.now(), key="k").token}


def _paid_order(world: World) -> Words:
    """An order whose money is a payment of the account."""
    token, payment = "t" * 40, Payment.objects.filter(account_id=world.account_id).latest("posting")
    Payment.objects.filter(reference=payment.reference).update(provider="assist")
    about = {"rail": "assist", "amount_kopecks": 20_00, "created_at": clock.now(), "expires_at": clock.now()}
    told = {"state": "paid", "operation": payment.reference, "paid_kopecks": 20_00, "paid_at": clock.now()}
    Order.objects.create(account_id=world.account_id, number="A1", token=token, key="1", **about, **told)
    return {"token": token}


def _secret_link(world: World) -> Words:
    return {"token": token_of(cast("UUID", _link(world)["link"]))}


def _access(world: World) -> Words:
    token, now = "a" * 40, clock.now()
    holder = SignIn.objects.get(login="anna")
    times = {"made_at": now, "expires_at": now + timedelta(hours=1)}
    digest = sha256(token.encode()).hexdigest()
    AccessLink.objects.create(id=uuid4(), key="a", sign_in=holder, digest=digest, channel="sms", **times)
    return {"token": token}


def _letter(_world: World) -> Words:
    name = uuid4()
    SimulatedLetter.objects.create(message_id=f"<{name}@kosmos>", at=clock.now(), text="!")
    return {"letter_id": name}


def _text(_world: World) -> Words:
    name = uuid4()
    SimulatedSms.objects.create(client_id=str(name), at=clock.now(), to="+375291234567", text="!")
    return {"client_id": name}


def _application(_world: World) -> Words:
    return {"application_id": application().id}


def _applied(_world: World) -> Words:
    return {"token": application().token}


def _visit(world: World) -> Thing:
    """A visit of the technician, and one of another."""
    mine, others = (_planned(world, member) for member in (world.staff["technician"], world.another_technician))
    return Thing({"visit_id": mine}, {"visit_id": others})


def _planned(world: World, technician: StaffMember) -> UUID:
    at, name, earlier = clock.now(), uuid4(), Visit.objects.filter(technician=technician).count()
    starts_at = at + timedelta(hours=2 * earlier)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "planned_at": at}
    made = Visit.objects.create(
        id=name,
        key=name.hex,
        application=application(),
        technician=technician,
        planned_by=world.staff["sales"],
        **times,
    )
    return made.id


def _technician(world: World) -> Words:
    return {"staff_id": world.staff["technician"].pk}


def _article(_world: World) -> Words:
    texts = {"title": {"ru": "Роутер"}, "body": {"ru": "Включите."}}
    return {"slug": Article.objects.create(slug=f"a-{uuid4().hex}", **texts).slug}


def _news(_world: World) -> Words:
    return {"news_id": publish(title={"ru": "Новость"}, body={"ru": "Текст."}, now=clock.now())}


def _edited_article(world: World) -> Words:
    return {"object_id": Article.objects.get(slug=_article(world)["slug"]).pk}


def _edited_news(world: World) -> Words:
    return {"object_id": _news(world)["news_id"]}


def _outage(_world: World) -> Words:
    texts = {"title": {"ru": "Авария"}, "text": {"ru": "Чиним."}}
    return {"object_id": Outage.objects.create(id=uuid4(), from_at=clock.now(), announced_at=clock.now(), **texts).pk}


def _building(_world: World) -> Words:
    return {"object_id": Building.objects.create(city="Минск", street="Красная", house=uuid4().hex[:8]).pk}


def _point(_world: World) -> Words:
    return {"object_id": PaymentPoint.objects.create(kind=PlaceKind.OFFICE, name={"ru": "Офис"}).pk}


def _approval(world: World) -> Words:
    asked = Approval.objects.create(
        account_id=world.account_id,
        id=uuid4(),
        key=uuid4(),
        doing="adjust",
        wish={"amount_kopecks": 50_00},
        reason="agreed",
        asked_by=world.staff["agent"],
        asked_as="agent",
        asked_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    return {"approval_id": asked.id}


def _edited_plan(_world: World) -> Words:
    return {"object_id": Plan.objects.earliest("id").pk}


def _edited_family(_world: World) -> Words:
    service = Plan.objects.earliest("id").service
    return {"object_id": Family.objects.create(code=uuid4().hex, name={"ru": "Орбиты"}, service=service).pk}


def _edited_extra(_world: World) -> Words:
    return {"object_id": Extra.objects.earliest("id").pk}


def _coming_price(_world: World) -> Thing:
    plan, from_on = Plan.objects.earliest("id"), (clock.now() + timedelta(days=62)).date().replace(day=1)
    Price.objects.update_or_create(plan=plan, from_on=from_on, defaults={"fee_kopecks": 99_00})
    return Thing({"plan_id": plan.pk, "from_on": str(from_on)}, {"plan_id": plan.pk, "from_on": "1999-01-01"})


def _day_trial(world: World) -> Words:
    about = {"staff": world.staff["administrator"], "asked_at": clock.now(), "day": clock.now().date()}
    return {"trial_id": DayTrial.objects.create(id=uuid4(), key=uuid4().hex, **about).pk}


def _houses_file(world: World) -> Words:
    about = {"name": "houses.csv", "at": clock.now(), "content": b"x"}
    return {"file_id": CoverageFile.objects.create(id=uuid4(), staff=world.staff["editor"], **about).pk}


def _desk(world: World, role: str = "cashier") -> Shift:
    """An open shift of the cashier's, or of a colleague's."""
    cashier = world.staff["cashier"] if role == "cashier" else _hired(f"till-{uuid4().hex[:6]}", "cashier")
    return open_shift(0, Hand(cashier, clock.now(), uuid4().hex)).shift


def _taken(world: World, shift: Shift) -> Receipt:
    hand = Hand(shift.cashier, clock.now(), uuid4().hex)
    return take_money(Money(world.account_id, 5_00, 5_00, again=True), hand).receipt


def _cash_receipt(world: World) -> Thing:
    """A receipt of the cashier's, and one of a colleague's."""
    own, others = (_taken(world, _desk(world, role)).id for role in ("cashier", "another"))
    return Thing({"receipt_id": own}, {"receipt_id": others})


def _cash_shift(world: World) -> Thing:
    return Thing({"shift_id": _desk(world).id}, {"shift_id": _desk(world, "another").id})


def _any_cash_shift(world: World) -> Words:
    return {"shift_id": _desk(world).id}


def _cash_void(world: World) -> Words:
    shift = _desk(world)
    hand = Hand(shift.cashier, clock.now(), uuid4().hex)
    return {"void_id": ask_void(_taken(world, shift).id, "taken_twice", "", hand).void.id}


def _nobodys_money(_world: World) -> Words:
    """Money that came for an account that there is not."""
    account_id, operation, now = suspense_account("bank", now=clock.now()), uuid4().hex, clock.now()
    post_payments([NewPayment(account_id, 5_00, operation, provider="bank")], now=now)
    about = {"order_number": "1", "amount_kopecks": 5_00, "currency": "BYN", "reason": "unknown_account"}
    Unidentified.objects.create(
        account_id=account_id, rail="bank", operation=operation, posted=True, came_at=now, **about
    )
    return {"rail": "bank", "operation": operation}


def _statement(_world: World) -> Words:
    profile = keep_profile({"name": "bank", "layout": "csv", "columns": COLUMNS}, now=clock.now())
    content = f"{uuid4()};23.11.2026;5;100482\r\n".encode()
    return {"statement_id": take_statement(content, name="day.csv", profile=profile, now=clock.now()).id}


def _payment_case(world: World) -> Thing:
    about = {"order_number": uuid4().hex, "kind": "paid_twice", "operation": "1"}
    open_case(account_id=world.account_id, details="", now=clock.now(), **about)
    named = {"account_id": world.account_id, "kind": "paid_twice"}
    return Thing({**named, "name": case_name(Case(**about))}, {**named, "name": "nothing"})


THINGS: dict[str, Callable[[World], Words | Thing]] = {
    "account": _nothing,
    "account?": _nothing,
    "contract": _contract,
    "payment": _payment,
    "request": _request,
    "attachment": _attachment,
    "pay-link": _link,
    "secret-order": _order,
    "secret-receipt": _paid_order,
    "secret-link": _secret_link,
    "application": _application,
    "secret-application": _applied,
    "visit": _visit,
    "technician": _technician,
    "colleague": _technician,
    "article": _article,
    "news": _news,
    "edited-article": _edited_article,
    "edited-news": _edited_news,
    "edited-outage": _outage,
    "edited-building": _building,
    "edited-point": _point,
    "edited-plan": _edited_plan,
    "edited-family": _edited_family,
    "edited-extra": _edited_extra,
    "edited-template": lambda _world: Thing({"object_id": "blocked"}, {"object_id": "nothing"}),
    "plan": lambda _world: {"plan_id": Plan.objects.earliest("id").pk},
    "coming-price": _coming_price,
    "policy": lambda _world: Thing({"code": "promise_days"}, {"code": "nothing"}),
    "day-trial": _day_trial,
    "houses-file": _houses_file,
    "secret-access": _access,
    "approval": _approval,
    "cash-receipt": _cash_receipt,
    "cash-shift": _cash_shift,
    "any-cash-shift": _any_cash_shift,
    "cash-void?": _cash_void,
    "nobodys": _nobodys_money,
    "statement": _statement,
    "payment-case": _payment_case,
    "letter": _letter,
    "text": _text,
}
"""What pages can be about, and how an own one comes to be; its words fill in the address."""
