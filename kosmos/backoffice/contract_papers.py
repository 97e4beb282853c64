"""What stands in a contract and on a sealed sheet, gathered from what is kept."""

from datetime import datetime

from django.conf import settings

from kosmos.catalogue.models import Plan, Settlement
from kosmos.catalogue.queries import operator, operator_zone, price_on
from kosmos.charging.models import ExtraOrder, Subscription, WaitingPlan, WaitingState
from kosmos.connections.models import SignedContract
from kosmos.documents.contracts import Charge, ContractFacts, SheetFacts, contract_paper, sheet_paper
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.contacts import phone_words
from kosmos.subscribers.models import Contract, SubscriberKind
from kosmos.subscribers.services import Printed

ADDRESS = ("city", "street", "house", "building", "apartment", "dormitory", "room")
CONNECTION = {"ru": "Подключение", "be": "Падключэнне"}


def paper_of(contract: Contract, language: str, *, now: datetime) -> bytes:
    """The contract as PDF."""
    return contract_paper(facts_of(contract), language, now=now, zone=operator_zone())


def sheet_of(contract: Contract, printed: Printed, *, now: datetime) -> bytes:
    """The sealed sheet as PDF, in the subscriber's language."""
    facts = SheetFacts(
        operator=operator().name,
        name=contract.subscriber.name,
        account=number_of(contract.account_id),
        contract=contract.number,
        login=printed.login,
        password=printed.password,
        expires_at=printed.expires_at,
        site=settings.ENVIRONMENT.public_url.partition("://")[2],
        organisation=contract.subscriber.kind == SubscriberKind.ORGANISATION,
    )
    return sheet_paper(facts, contract.subscriber.language, now=now, zone=operator_zone())


def facts_of(contract: Contract) -> ContractFacts:
    """All that stands in a contract."""
    holder, house = contract.subscriber, operator()
    signed = SignedContract.objects.select_related("signed_by").filter(account_id=contract.account_id).first()
    plan = plan_of(contract.account_id)
    return ContractFacts(
        number=contract.number,
        signed_on=contract.signed_on,
        operator=house.name,
        operator_phones=house.phones[:2],
        account=number_of(contract.account_id),
        name=holder.name,
        kind=SubscriberKind(holder.kind).label,
        unp=holder.unp,
        phone=phone_words(holder.phone),
        email=holder.email,
        address={name: getattr(contract, name) for name in ADDRESS},
        plan=plan.name if plan else None,
        postpaid=plan is not None and plan.settlement == Settlement.POSTPAID,
        charges=_charges(contract, plan),
        signed_by=signed.signed_by.name if signed and signed.signed_by else "",
        signed_at=signed.signed_at if signed else None,
    )


def plan_of(account_id: int) -> Plan | None:
    """The plan that a contract was made with: the first one connected, or the one that waits."""
    held = Subscription.objects.select_related("plan").filter(account_id=account_id).order_by("number").first()
    if held is not None:
        return held.plan
    waiting = WaitingPlan.objects.select_related("plan").filter(account_id=account_id, state=WaitingState.WAITING)
    found = waiting.first()
    return found.plan if found else None


def number_of(account_id: int) -> str:
    """An account's number."""
    return AccountNumber.objects.values_list("number", flat=True).get(account_id=account_id)


def _charges(contract: Contract, plan: Plan | None) -> list[Charge]:
    """The plan by the month and its connection, then what was handed over."""
    found = []
    if plan is not None:
        price = price_on(plan.id, contract.signed_on)
        found.append(Charge(plan.name, price.fee_kopecks if price else 0, monthly=True))
        if plan.connection_fee_kopecks:
            found.append(Charge(CONNECTION, plan.connection_fee_kopecks))
    ordered = ExtraOrder.objects.select_related("extra").filter(account_id=contract.account_id)
    made_at = SignedContract.objects.filter(account_id=contract.account_id).values("made_at")
    handed = ordered.filter(ordered_at__in=made_at).order_by("number")
    return found + [Charge(order.extra.name, order.price_kopecks) for order in handed]
