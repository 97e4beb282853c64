"""Who asks for access again: questions that the system gives, typed answers that it judges, nothing shown before.

The agent reads the questions aloud and types what he hears. He is told how many answers were right, not which, and what
was typed is kept nowhere. A passed check allows one link or one sheet, by the same agent, for a while.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Payment, Status, Subscription
from kosmos.kernel.money import kopecks
from kosmos.ledger.models import Posting
from kosmos.subscribers.access import IdentityCheck
from kosmos.subscribers.models import Contract, SignIn, SignInEventKind, StaffMember
from kosmos.subscribers.queries import contract_of
from kosmos.subscribers.services import LinkWay, Origin, send_link
from kosmos.subscribers.services.audit import NOWHERE, write_event
from kosmos.support.identity_errors import IdentityCheckOver, NotProven, TooManyChecks

NEEDED = 3
"""So many right answers prove it; all of them where fewer can be asked."""
FAILED_A_DAY, FAILED_BY_ONE_A_DAY = 3, 20
"""So many failed checks of a subscriber, and by an agent, end all further ones for a day."""
ASKED_FOR, PROVEN_FOR = timedelta(minutes=15), timedelta(minutes=15)
_DAY = timedelta(days=1)

Answers = Mapping[str, str]
Judge = Callable[[Contract, Answers], bool]


@transaction.atomic
def begin_check(account_id: int, *, by: StaffMember, now: datetime) -> IdentityCheck:
    """Begin to ask who somebody is; ``asked`` are the questions. UnknownSubscriber, TooManyChecks."""
    contract = contract_of(account_id)
    owner = SignIn.objects.select_for_update().get(pk=contract.subscriber.sign_in_id)
    _refuse_too_many(owner, by, now)
    questions = [code for code, askable in _ASKABLE.items() if askable(contract)]
    return IdentityCheck.objects.create(
        id=uuid.uuid4(), sign_in=owner, account_id=account_id, by=by, begun_at=now, asked=questions
    )


@transaction.atomic
def judge_check(
    check_id: uuid.UUID, answers: Answers, *, by: StaffMember, now: datetime, origin: Origin = NOWHERE
) -> IdentityCheck:
    """Judge the answers of a check, once; whether it was passed is in what is returned. IdentityCheckOver."""
    check = _locked(check_id, by)
    if check is None or check.judged_at is not None or check.begun_at < now - ASKED_FOR:
        raise IdentityCheckOver
    contract = contract_of(check.account_id)
    check.right = sum(_JUDGES[code](contract, answers) for code in check.asked)
    check.passed = check.right >= min(NEEDED, len(check.asked))
    check.judged_at = now
    check.save(update_fields=["right", "passed", "judged_at"])
    said = f"{'passed' if check.passed else 'failed'} {check.right}/{len(check.asked)} by {by.sign_in.login}"
    write_event(SignInEventKind.IDENTITY_CHECKED, check.sign_in, origin, now, reason=said)
    return check


def use_check(check_id: uuid.UUID, *, by: StaffMember, now: datetime) -> IdentityCheck:
    """Use up a passed check, in the caller's transaction. NotProven."""
    check = _locked(check_id, by)
    if check is None or not check.passed or check.used_at is not None or not is_fresh(check, now):
        raise NotProven
    IdentityCheck.objects.filter(id=check.id).update(used_at=now)
    return check


@transaction.atomic
def send_link_after(
    check_id: uuid.UUID, way: LinkWay, *, by: StaffMember, now: datetime, origin: Origin = NOWHERE
) -> str:
    """Send a link to whoever proved who he is; the contact, masked. NotProven, NoContact."""
    check = use_check(check_id, by=by, now=now)
    return send_link(check.sign_in, way, key=f"check {check.id}", by=by, now=now, origin=origin)


def is_fresh(check: IdentityCheck, now: datetime) -> bool:
    """Whether a check was judged so lately that it still counts."""
    return check.judged_at is not None and check.judged_at > now - PROVEN_FOR


def _locked(check_id: uuid.UUID, by: StaffMember) -> IdentityCheck | None:
    found = IdentityCheck.objects.select_related("sign_in").select_for_update(of=("self",))
    return found.filter(id=check_id, by=by).first()


def _refuse_too_many(owner: SignIn, by: StaffMember, now: datetime) -> None:
    """What was begun and never judged counts as failed: questions are not tried out."""
    failed = IdentityCheck.objects.filter(begun_at__gt=now - _DAY, passed=False)
    of_owner, of_agent = failed.filter(sign_in=owner).count(), failed.filter(by=by).count()
    if of_owner >= FAILED_A_DAY or of_agent >= FAILED_BY_ONE_A_DAY:
        raise TooManyChecks


def _contract_right(contract: Contract, answers: Answers) -> bool:
    return _bare(answers.get("contract", "")) == _bare(contract.number)


def _address_right(contract: Contract, answers: Answers) -> bool:
    """The street or dormitory by its name, and every number of house, block, flat and room, in any order."""
    said = _words(answers.get("address", ""))
    numbers = [contract.house, contract.building, contract.apartment, contract.room]
    names = _words(contract.street or contract.dormitory)
    wanted = {word for text in numbers for word in _words(text)} | {word for word in names if _has_digit(word)}
    heard = {word for word in said if _has_digit(word)}
    longest = max((word for word in names if not _has_digit(word)), key=len, default="")
    return wanted == heard and (not longest or longest in said)


def _payment_right(contract: Contract, answers: Answers) -> bool:
    last = _last_payment(contract)
    try:
        amount = kopecks(answers.get("payment_sum", "").strip().replace(",", ".").replace(" ", ""))
    except ValueError:
        return False
    if last is None or amount != last.amount_kopecks:
        return False
    at = Posting.objects.get(account_id=last.account_id, number=last.posting, posted_on=last.posted_on).posted_at
    return answers.get("payment_month", "") == f"{at.astimezone(operator_zone()):%Y-%m}"


def _plan_right(contract: Contract, answers: Answers) -> bool:
    return answers.get("plan", "") in _plans(contract)


def _last_payment(contract: Contract) -> Payment | None:
    came = Payment.objects.filter(account_id=contract.account_id, reversed_by=None)
    return came.order_by("-posted_on", "-posting").first()


def _plans(contract: Contract) -> set[str]:
    held = Subscription.objects.filter(account_id=contract.account_id).exclude(status=Status.ENDED)
    return set(held.filter(plan__kind=1).values_list("plan__code", flat=True))


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _words(text: str) -> set[str]:
    """Words and numbers of an address as it is said; "кв.34" are two."""
    parted = "".join(sign if sign.isalnum() or sign == "/" else " " for sign in text.casefold().replace("ё", "е"))
    words: set[str] = set()
    for word in parted.split():
        digits = next((at for at, sign in enumerate(word) if sign.isdigit()), None)
        words |= {word[digits:]} if digits else {word}
    return words


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


_ASKABLE: dict[str, Callable[[Contract], bool]] = {
    "contract": lambda _: True,
    "address": lambda _: True,
    "payment": lambda contract: _last_payment(contract) is not None,
    "plan": lambda contract: bool(_plans(contract)),
}
_JUDGES: dict[str, Judge] = {
    "contract": _contract_right,
    "address": _address_right,
    "payment": _payment_right,
    "plan": _plan_right,
}
