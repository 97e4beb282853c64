"""ERIP asks online: what is owed, and the steps of a payment and of taking one back; each answered once and for all.

Requests of one instant are dealt with together, by a few statements: looked up, decided in their order, written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from kosmos.charging.glance import glances_of
from kosmos.charging.services import NewPayment, look_before_payments, post_payments
from kosmos.kernel.pipeline import Rows
from kosmos.kernel.sql import Statement, array, rows_of_each, statement, texts
from kosmos.payments.agents import number_in
from kosmos.payments.erip_models import EripState, EripTransaction
from kosmos.payments.erip_rules import (
    LOCK_FOR,
    Known,
    Move,
    No,
    Terms,
    on_result,
    on_start,
    on_storn_result,
    on_storn_start,
)
from kosmos.payments.rails.erip.messages import (
    BYN,
    Answer,
    Demand,
    Finished,
    Info,
    Noted,
    Refused,
    Request,
    ServiceInfo,
    Started,
    StornResult,
    StornStart,
    TransactionResult,
    TransactionStart,
)
from kosmos.payments.services.cases import Raw, keeping_raws
from kosmos.payments.services.erip.keeping import (
    RAIL,
    case_of,
    holding,
    known_of,
    new_number,
    nobodys_account,
    payment_of,
    take_back,
    transactions_asked,
    transactions_in,
)
from kosmos.payments.services.erip.replies import (
    Replies,
    Step,
    keeping_replies,
    read_answer,
    replies_asked,
    replies_in,
    said,
)
from kosmos.payments.services.erip.words import PAID, REFUSALS, account_line

DEFAULT = Terms()


@dataclass(frozen=True, slots=True)
class EripAsked:
    """A request of ERIP's, or how one is refused that cannot be read; its ``words`` are kept, if any are given."""

    request: Request | Refused
    terms: Terms = DEFAULT
    words: str = ""
    verdict: str = ""

    @property
    def number(self) -> str:
        """The number of the account that is asked about; empty if it is none, or the currency or service not ours."""
        if isinstance(self.request, Refused):
            return ""
        head, services = self.request.head, self.terms.services
        ours = head.currency == BYN and (not services or head.service_number in services)
        return number_in(head.account) if ours else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of the accounts that a batch asks about, by their numbers: the id, and whether it is closed."""

    accounts: dict[str, tuple[int, bool]]

    def account_id(self, one: EripAsked) -> int | None:
        """The account that a request is about."""
        return self.accounts.get(one.number, (None, False))[0]


@dataclass
class EripPlan:
    """What ERIP's requests of one batch come to: payments to post, and what is kept once they are."""

    asked: Sequence[EripAsked]
    replies: Replies
    known: dict[str, EripTransaction]
    locks: dict[int, set[str]]
    answers: list[Answer] = field(default_factory=list)
    changed: dict[str, EripTransaction] = field(default_factory=dict)
    paid: list[EripTransaction] = field(default_factory=list)
    taken_back: list[EripTransaction] = field(default_factory=list)

    @property
    def payments(self) -> list[NewPayment]:
        """What is to be posted in the same transaction."""
        return [payment_of(one.account_id, one.transaction_id, one.amount_kopecks) for one in self.paid]


def take_request(request: Request, *, now: datetime, terms: Terms = DEFAULT) -> Answer:
    """Do what a request asks for and answer it; a copy (the same transaction, or RequestId and RequestType) changes
    nothing and is answered as the first was.

    What is acknowledged is done when the caller's commit is: answer only after it. Any exception is a fault of ours,
    after which ERIP has to ask again.
    """
    return take_requests([EripAsked(request, terms)], now=now)[0]


@transaction.atomic
def take_requests(asked: Sequence[EripAsked], *, now: datetime) -> list[Answer]:
    """The same for requests of one instant, in their order: all or none of them."""
    _, *looked, named, replies, known, locks = rows_of_each(
        holding(transaction_ids(asked)), *look_before_payments(numbers_of(asked)), *erip_look(asked, now=now)
    )
    plan = plan_erip(asked, (named, replies, known, locks), now=now)
    post_payments(plan.payments, now=now, beside=erip_beside(plan, now=now), looked=looked)
    take_storned_back(plan, now=now)
    return plan.answers


def refused(no: No) -> Refused:
    """A refusal in words for the payer."""
    return Refused((REFUSALS[no],))


def erip_look(asked: Sequence[EripAsked], *, now: datetime) -> list[Statement]:
    """What asks for all that is known of requests, once their transactions and accounts are held.

    That is the accounts, the replies, the transactions, and those that hold an account.
    """
    numbers = sorted(numbers_of(asked))
    nothing = texts([""] * len(numbers))
    accounts = {
        "places": array(range(len(numbers))),
        "providers": nothing,
        "references": nothing,
        "numbers": texts(numbers),
    }
    beginning = [one.number for one in asked if isinstance(one.request, TransactionStart) and one.number]
    return [
        (statement("payments", "about_requests"), accounts),
        replies_asked((one.request, one.number) for one in asked if isinstance(one.request, Step)),
        transactions_asked(transaction_ids(asked)),
        (statement("payments", "erip_locks"), {"numbers": texts(beginning), "at": now}),
    ]


def numbers_of(asked: Sequence[EripAsked]) -> set[str]:
    """The numbers of the accounts that are asked about."""
    return {one.number for one in asked} - {""}


def _found(asked: Sequence[EripAsked], about: Rows) -> Found:
    numbers = sorted(numbers_of(asked))
    return Found({numbers[place]: (id_, bool(closed)) for place, id_, closed, *_ in about if id_ is not None})


def transaction_ids(asked: Sequence[EripAsked]) -> list[str]:
    """The transactions that requests name."""
    return [one.request.transaction_id for one in asked if isinstance(one.request, Step)]


def plan_erip(asked: Sequence[EripAsked], looked: Sequence[Rows], *, now: datetime) -> EripPlan:
    """Decide about requests in their order, by what `erip_look` found; their transactions and accounts are held.

    Nothing but cases is written.
    """
    about, replies, known, held = looked
    found = _found(asked, about)
    locks: dict[int, set[str]] = {}
    for account_id, transaction_id in held:
        locks.setdefault(account_id, set()).add(transaction_id)
    plan = EripPlan(asked, replies_in(replies), transactions_in(known), locks)
    infos = {
        id_ for one in asked if isinstance(one.request, ServiceInfo) and (id_ := found.account_id(one)) is not None
    }
    owed = {one.account_id: max(0, one.asked_kopecks) for one in glances_of(sorted(infos), now=now)} if infos else {}
    for one in asked:
        plan.answers.append(_answered(one, found, plan, owed, now=now))
    return plan


def erip_beside(plan: EripPlan, *, now: datetime) -> list[Statement]:
    """What keeps what follows from the requests, to be run with the posting of their payments."""
    changed = [_writing(list(plan.changed.values()))] if plan.changed else []
    raws = [_raw(one, answer) for one, answer in zip(plan.asked, plan.answers, strict=True) if one.words]
    return [*changed, *keeping_replies(plan.replies, now=now), *([keeping_raws(raws, now=now)] if raws else [])]


def take_storned_back(plan: EripPlan, *, now: datetime) -> None:
    """Take back what was storned, once the payments are posted."""
    for one in plan.taken_back:
        take_back(one, now=now)


def _raw(one: EripAsked, answer: Answer) -> Raw:
    number = one.request.transaction_id if isinstance(one.request, Step) else ""
    return Raw(RAIL, "question", number, one.words, one.verdict or type(answer).__name__)


def _answered(one: EripAsked, found: Found, plan: EripPlan, owed: dict[int, int], *, now: datetime) -> Answer:
    request = one.request
    if isinstance(request, Refused):
        return request
    account_id, closed = found.accounts.get(one.number, (None, False))
    if isinstance(request, StornStart | StornResult) and (account_id or _why_none(one, request) is No.ACCOUNT):
        nobodys = nobodys_account(plan.known.get(request.transaction_id), request.head.account)
        if nobodys:  # it came by a file: ERIP never heard our number of it
            account_id, request = nobodys, replace(request, number="")
    if account_id is None:
        return refused(_why_none(one, request))
    if isinstance(request, ServiceInfo):
        return refused(No.CLOSED) if closed else _info(one, owed[account_id])
    return _again(request, account_id, plan, now=now) or _step(
        request, account_id, plan, closed=closed, terms=one.terms, now=now
    )


def _why_none(one: EripAsked, request: Request) -> No:
    if one.terms.services and request.head.service_number not in one.terms.services:
        return No.SERVICE
    return No.ACCOUNT if request.head.currency == BYN else No.CURRENCY


def _again(request: Step, account_id: int, plan: EripPlan, *, now: datetime) -> Answer | None:
    """What a copy of the request was answered. One of the same RequestId that says another thing is refused."""
    kept = plan.replies.of(request, account_id)
    if kept is None or kept.said == said(request):
        return read_answer(kept.answer) if kept else None
    case_of(account_id, request.transaction_id, "erip_contradiction", _details(request), now=now)
    return refused(No.CONTRADICTS)


def _info(one: EripAsked, owed_kopecks: int) -> Answer:
    terms = one.terms
    demand = Demand(min(owed_kopecks, terms.most_kopecks), None, True, terms.least_kopecks, terms.most_kopecks)
    return Info(demand, lines=(account_line(one.number),), next_request=terms.next_request)


def _details(request: Step) -> str:
    return f"{type(request).__name__} {request.head.request_id}: {said(request)}"


def _step(request: Step, account_id: int, plan: EripPlan, *, closed: bool, terms: Terms, now: datetime) -> Answer:
    found = plan.known.get(request.transaction_id)
    if isinstance(request, TransactionStart) and found is None and closed:
        return refused(No.CLOSED)
    move = _move(request, known_of(found), account_id, locked=bool(plan.locks.get(account_id)), terms=terms)
    if move.case:
        case_of(account_id, request.transaction_id, move.case, _details(request), now=now)
    if move.no is None:
        found = _done(request, found, move, account_id, plan, now=now)
    answer = refused(move.no) if move.no else _answer(request, found)
    if move.no is None or isinstance(request, TransactionStart):
        plan.replies.keep(request, account_id, answer)
    return answer


def _move(request: Step, known: Known | None, account_id: int, *, locked: bool, terms: Terms) -> Move:
    match request:
        case TransactionStart():
            amount = request.amount_kopecks
            return on_start(known, account_id=account_id, amount_kopecks=amount, locked=locked, terms=terms)
        case TransactionResult():
            failed = bool(request.error_text)
            return on_result(known, account_id=account_id, number=request.number, failed=failed)
        case StornStart():
            amount = request.amount_kopecks
            return on_storn_start(known, account_id=account_id, number=request.number, amount_kopecks=amount)
    return on_storn_result(
        known,
        account_id=account_id,
        number=request.number,
        amount_kopecks=request.amount_kopecks,
        storned=request.storned,
    )


def _done(
    request: Step, found: EripTransaction | None, move: Move, account_id: int, plan: EripPlan, *, now: datetime
) -> EripTransaction | None:
    """Note the state that follows and how money moves."""
    if found is None:
        return _begin(request, account_id, plan, now=now) if isinstance(request, TransactionStart) else None
    if move.state == found.state:
        return found
    if move.post:
        plan.paid.append(found)
        found.paid_at = request.head.asked_at
    if move.take_back:
        plan.taken_back.append(found)
    if not isinstance(request, TransactionStart | StornStart):
        found.reason = request.error_text
    found.state, found.changed_at, found.locked_until = move.state, now, None
    plan.locks.get(found.account_id, set()).discard(found.transaction_id)
    plan.changed[found.transaction_id] = found
    return found


def _begin(request: TransactionStart, account_id: int, plan: EripPlan, *, now: datetime) -> EripTransaction:
    begun = EripTransaction(
        account_id=account_id,
        transaction_id=request.transaction_id,
        number=new_number(),
        state=EripState.STARTED,
        amount_kopecks=request.amount_kopecks,
        agent=request.agent,
        terminal=request.head.terminal_type or request.head.terminal,
        begun_at=now,
        changed_at=now,
        locked_until=now + LOCK_FOR,
    )
    plan.known[begun.transaction_id] = plan.changed[begun.transaction_id] = begun
    plan.locks.setdefault(account_id, set()).add(begun.transaction_id)
    return begun


def _answer(request: Step, found: EripTransaction | None) -> Answer:
    match request:
        case TransactionStart():
            return Started(found.number if found else "", (account_line(request.head.account.strip()),))
        case TransactionResult():
            return Finished(() if request.error_text else (PAID,))
    return Noted()


def _writing(changed: Sequence[EripTransaction]) -> Statement:
    return (
        statement("payments", "keep_erip_transactions"),
        {
            "accounts": array(one.account_id for one in changed),
            "transactions": texts(one.transaction_id for one in changed),
            "numbers": texts(one.number for one in changed),
            "states": texts(str(one.state) for one in changed),
            "kopecks": array(one.amount_kopecks for one in changed),
            "agents": texts(one.agent for one in changed),
            "terminals": texts(one.terminal for one in changed),
            "begun": array(one.begun_at.isoformat() for one in changed),
            "locked": array(_instant(one.locked_until) for one in changed),
            "paid": array(_instant(one.paid_at) for one in changed),
            "changed": array(one.changed_at.isoformat() for one in changed),
            "reasons": texts(one.reason for one in changed),
        },
    )


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
