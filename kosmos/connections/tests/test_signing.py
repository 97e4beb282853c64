"""A contract is made whole, once, whoever presses what and however often; its sheet shows a password once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import WaitingPlan
from kosmos.charging.outlook import home_of
from kosmos.charging.services import NewPayment, post_payments
from kosmos.connections.contract_errors import AlreadySigned, AskedOfAnother, BadAddress
from kosmos.connections.errors import StageRefused
from kosmos.connections.models import Application, SignedContract, Stage
from kosmos.connections.services.signing import Signed, mark_signed, note_active, sign_contract
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.signing_world import HOME, NOW, connected, details, world
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, Counter, Posting
from kosmos.subscribers.errors import (
    BadName,
    BadPhone,
    BadUnp,
    FirstSheetPrinted,
    PasswordIsOwn,
    SheetPrinted,
    SheetReasonMissing,
    WrongSignIn,
)
from kosmos.subscribers.models import Consent, Contract, SignIn, SignInEvent, StaffMember, Subscriber, SubscriberKind
from kosmos.subscribers.services import Contacts, Origin, Printed, change_password, print_sheet, sign_in

HERE = Origin("203.0.113.7", "test")


@pytest.fixture
def sales(db: None) -> StaffMember:
    """Whoever signs."""
    world()
    return staff("olga")


def sign(by: StaffMember, application: Application | None = None, key: str = "k", **changes: object) -> Signed:
    application = application or connected()
    return sign_contract(application.id, details(**changes), key=key, by=by, now=NOW)


def test_a_contract_is_made_whole(sales: StaffMember) -> None:
    application = connected()
    signed = sign(sales, application)
    assert (signed.contract_number, signed.runs, signed.fresh) == ("2016-00001", False, True)
    contract = Contract.objects.get(account_id=signed.account_id)
    holder = contract.subscriber
    assert (holder.name, holder.phone, contract.apartment) == ("Анна Иванова", "+375291234567", "34")
    assert not holder.sign_in.has_usable_password()
    assert Consent.objects.filter(subscriber=holder, purpose="sms_advertising", given=True).count() == 1
    assert [line.amount_kopecks for line in Posting.objects.filter(account_id=signed.account_id)] == [-79_00]
    application.refresh_from_db()
    assert (application.stage, application.account_id) == (Stage.CONTRACT_SIGNED, signed.account_id)
    awaited = home_of(signed.account_id, now=NOW).awaited
    assert awaited is not None
    assert awaited.top_up_kopecks == 79_00 + 5_00 + 25_90


def test_the_first_payment_connects_the_plan_and_ends_the_application(sales: StaffMember) -> None:
    application = connected()
    signed = sign(sales, application)
    assert note_active(now=NOW) == 0
    post_payments([NewPayment(signed.account_id, 79_00 + 5_00 + 25_90, "r")], now=NOW)
    assert note_active(now=NOW) == 1
    assert note_active(now=NOW) == 0
    application.refresh_from_db()
    assert application.stage == Stage.ACTIVE
    assert check_ledger().findings == []


def test_the_same_form_is_told_what_it_made_and_another_is_refused(sales: StaffMember) -> None:
    application = connected()
    signed = sign(sales, application)
    assert sign(sales, application) == replace(signed, fresh=False)
    with pytest.raises(AlreadySigned):
        sign(sales, application, key="other")
    assert Contract.objects.count() == 1


def test_numbers_have_no_gaps_where_something_was_refused(sales: StaffMember) -> None:
    for wrong in ({"extras": ("nothing",)}, {"plan": "orbit", "extras": ("router", "nothing")}):
        with pytest.raises(DomainError):
            sign(sales, connected(f"x-{wrong['extras']}"), key=str(wrong), **wrong)
    numbers = [sign(sales, connected(f"7-{index}"), key=str(index)).contract_number for index in range(3)]
    assert numbers == ["2016-00001", "2016-00002", "2016-00003"]
    assert Subscriber.objects.count() == 3
    accounts = list(Account.objects.order_by("id").values_list("accountnumber__number", flat=True))
    assert accounts == ["100482", "100483", "100484", "100485"]


def test_what_cannot_be_is_refused_and_nothing_is_made(sales: StaffMember) -> None:
    early = connected("early", stage=Stage.VISIT_PLANNED)
    company = Contacts("ООО «Вега»", "100000000", "+375291234567", "", "ru")
    nobody, no_phone = Contacts(" ", "", "+375291234567", "", "ru"), Contacts("Анна", "", "12", "", "ru")
    refusals: list[tuple[type[DomainError], Callable[[], object]]] = [
        (StageRefused, partial(sign, sales, early)),
        (BadUnp, partial(sign, sales, connected("a"), kind=SubscriberKind.ORGANISATION, contacts=company)),
        (BadName, partial(sign, sales, connected("b"), contacts=nobody)),
        (BadPhone, partial(sign, sales, connected("c"), contacts=no_phone)),
        (BadAddress, partial(sign, sales, connected("d"), address=replace(HOME, house=""))),
        (AskedOfAnother, partial(sign, sales, connected("e", phone="+375297654321"), holder=_held_by(sales))),
    ]
    before = Contract.objects.count()
    for wanted, act in refusals:
        with pytest.raises(wanted):
            act()
    assert Contract.objects.count() == before
    assert Counter.objects.get(name="contract 2016").next_value == before + 1


def test_a_subscriber_gets_one_more_account_on_his_sign_in(sales: StaffMember) -> None:
    holder = _held_by(sales)
    again = sign(sales, connected("second"), key="second", holder=holder)
    assert Contract.objects.get(account_id=again.account_id).subscriber_id == holder
    assert SignIn.objects.filter(subscriber__isnull=False).count() == 1


def test_both_sides_sign_the_paper_once(sales: StaffMember) -> None:
    signed = sign(sales)
    assert mark_signed(signed.account_id, by=sales, now=NOW)
    assert not mark_signed(signed.account_id, by=staff("pavel"), now=NOW + timedelta(hours=1))
    assert SignedContract.objects.get().signed_by == sales


@pytest.mark.usefixtures("committed")
def test_two_of_the_staff_at_once_make_one_contract() -> None:
    world()
    application, people = connected(), [staff("olga"), staff("pavel")]

    def one(by: StaffMember) -> str:
        try:
            return sign(by, application, key=by.name).contract_number
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, people)) == ["2016-00001", "already_signed"]
    assert (Contract.objects.count(), WaitingPlan.objects.count()) == (1, 1)


def test_the_sheets_password_opens_once_and_has_to_be_changed(sales: StaffMember) -> None:
    owner = _owner(sign(sales))
    printed = _print(owner, sales, key="one")
    assert printed.password not in repr(printed)
    found = _sign_in(printed.login, printed.password)
    assert found.must_change_password
    change_password(found, current=None, new="совсем другой 77", session_key="s", origin=HERE, now=NOW)
    with pytest.raises(WrongSignIn):
        _sign_in(printed.login, printed.password)
    with pytest.raises(PasswordIsOwn):
        _print(owner, sales, key="two", reason="lost")
    reasons = SignInEvent.objects.filter(sign_in=owner).exclude(reason="").values_list("reason", flat=True)
    assert "sheet first by olga" in set(reasons)
    assert all(printed.password not in reason for reason in reasons)


def test_a_further_sheet_needs_a_reason_and_kills_the_one_before(sales: StaffMember) -> None:
    owner = _owner(sign(sales))
    first = _print(owner, sales, key="one")
    refusals = [(SheetPrinted, "one", "first"), (FirstSheetPrinted, "two", "first"), (SheetReasonMissing, "two", "?")]
    for wanted, key, reason in refusals:
        with pytest.raises(wanted):
            _print(owner, sales, key=key, reason=reason)
    second = _print(owner, sales, key="two", reason="spoiled")
    with pytest.raises(WrongSignIn):
        _sign_in(first.login, first.password)
    assert _sign_in(second.login, second.password) == owner


def _owner(signed: Signed) -> SignIn:
    return Contract.objects.get(account_id=signed.account_id).subscriber.sign_in


def _print(owner: SignIn, by: StaffMember, *, key: str, reason: str = "first") -> Printed:
    return print_sheet(owner, key=key, by=by, reason=reason, days=7, now=NOW)


def _sign_in(login: str, password: str) -> SignIn:
    return sign_in(login=login, password=password, business=False, origin=HERE, devices={}, now=NOW)


def _held_by(sales: StaffMember) -> int:
    first = sign(sales, connected("first"), key="first")
    return Contract.objects.get(account_id=first.account_id).subscriber_id
