"""Prices to come, as the administrator sets and withdraws them; what days that are open cost never changes."""

from datetime import date, datetime, timedelta
from typing import LiteralString

from django.db import transaction
from django.db.models import Max, Q

from kosmos.catalogue.models import Plan, Price
from kosmos.catalogue.queries import operator_zone, price_on
from kosmos.charging.repricing import NewPrice
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit
from kosmos.editing.models import Subject
from kosmos.editing.rules import refuse
from kosmos.editing.services.keeping import Form, Kind, Saved, done_before, keep, mark_of
from kosmos.kernel.days import ONE_DAY, business_day, month_start, next_month, start_of
from kosmos.kernel.sql import execute
from kosmos.ledger.models import BusinessDay

LEAST_NOTICE = timedelta(hours=1)
"""What would hold any sooner might meet the opening of its first day."""
MONTHS_AHEAD = 12
MOST_KOPECKS = 10_000_00
_TELL_KEPT: LiteralString = """
-- Tells those whom a price was announced to that it does not come, once for a withdrawal.
INSERT INTO kernel_outbox (account_id, kind, key, at, about)
SELECT DISTINCT told.account_id, 'price_kept', %(key)s, %(now)s::timestamptz,
       jsonb_build_object('plan', %(code)s::text, 'on', %(on)s::date, 'kopecks', %(kopecks)s::bigint)
  FROM charging_subscription AS held
  JOIN kernel_outbox AS told ON told.account_id = held.account_id AND told.kind = 'price_changed'
 WHERE %(plan)s IN (held.plan_id, held.planned_plan_id) AND held.status <> 4 AND told.about ->> 'plan' = %(code)s::text
   AND told.about ->> 'on' = %(on)s::text
    ON CONFLICT DO NOTHING
"""


def _where(object_id: str) -> Q:
    plan, _colon, from_on = object_id.partition(":")
    return Q(plan_id=int(plan), from_on=date.fromisoformat(from_on))


def _called(row: Price) -> str:
    return f"{row.plan_id}:{row.from_on}"


PRICES = Kind(
    Subject.PRICE,
    Price,
    ("from_on", "fee_kopecks"),
    beside=lambda row: {"plan": row.plan.code},
    where=_where,
    called=_called,
)


def prices_mark(plan_id: int) -> str:
    """What tells one state of a plan's prices from another."""
    held = Price.objects.filter(plan_id=plan_id).values_list("from_on", "fee_kopecks").order_by("from_on")
    return mark_of({str(from_on): fee for from_on, fee in held})


def months_for(now: datetime) -> list[date]:
    """The first days of the months from which a new price can hold."""
    first = next_month(month_start(business_day(now, operator_zone())))
    found = []
    for _ in range(MONTHS_AHEAD):
        found.append(first)
        first = next_month(first)
    return [one for one in found if is_ahead(one, now)]


def is_ahead(day: date, now: datetime) -> bool:
    """Whether what holds from a day on touches no day that is open or being opened."""
    opened = BusinessDay.objects.aggregate(last=Max("day"))["last"]
    return (opened is None or day > opened) and start_of(day, operator_zone()) - now >= LEAST_NOTICE


def check_price(price: NewPrice, *, now: datetime) -> None:
    """Unfit, where the price cannot be: not a coming month's first, no sum, or no change."""
    wrong = {}
    if price.from_on.day != 1 or not is_ahead(price.from_on, now):
        wrong["from_on"] = "ahead"
    if not 0 <= price.fee_kopecks <= MOST_KOPECKS:
        wrong["fee_kopecks"] = "form"
    held = price_on(price.plan_id, price.from_on)
    if held is not None and held.fee_kopecks == price.fee_kopecks:
        wrong["fee_kopecks"] = "same"
    refuse(wrong)


@transaction.atomic
def set_price(price: NewPrice, form: Form) -> Saved:
    """Have a plan cost something else from a month on; its holders are told in time.

    The form's ``seen`` is the mark of the plan's prices. A price that stood for that month is replaced; what equals
    the month before is a withdrawal. Unfit, ChangedMeanwhile, NothingToEdit.
    """
    plan = _locked(price.plan_id)
    if done := done_before(form):
        return done
    if prices_mark(plan.id) != form.seen:
        raise ChangedMeanwhile
    check_price(price, now=form.now)
    old = Price.objects.filter(plan=plan, from_on=price.from_on).first()
    before = price_on(plan.id, price.from_on - ONE_DAY)
    if old is not None and before is not None and before.fee_kopecks == price.fee_kopecks:
        return _withdraw(plan, old, form)

    def change(row: Price | None) -> Price:
        # A new row even for an old month: what is announced is a row, each once.
        if row is not None:
            row.delete()
        return Price.objects.create(plan=plan, from_on=price.from_on, fee_kopecks=price.fee_kopecks)

    return keep(PRICES, _called(old) if old else None, _seeing(form, old), change)


@transaction.atomic
def withdraw_price(plan_id: int, from_on: date, form: Form) -> Saved:
    """Take back a price to come; who was told of it hears that it does not.

    Unfit, ChangedMeanwhile, NothingToEdit.
    """
    plan = _locked(plan_id)
    if done := done_before(form):
        return done
    if prices_mark(plan.id) != form.seen:
        raise ChangedMeanwhile
    old = Price.objects.filter(plan=plan, from_on=from_on).first()
    if old is None:
        raise NothingToEdit
    return _withdraw(plan, old, form)


def _withdraw(plan: Plan, old: Price, form: Form) -> Saved:
    before = price_on(plan.id, old.from_on - ONE_DAY)
    if before is None or not is_ahead(old.from_on, form.now):
        refuse({"from_on": "ahead"})
    about = {"plan": plan.id, "code": plan.code, "on": old.from_on, "kopecks": before.fee_kopecks if before else 0}
    saved = keep(PRICES, _called(old), _seeing(form, old), _gone)
    execute(_TELL_KEPT, {**about, "key": f"{plan.code}:{old.from_on}:{form.key}", "now": form.now})
    return saved


def _gone(row: Price | None) -> None:
    if row is not None:
        row.delete()


def _seeing(form: Form, row: Price | None) -> Form:
    """The form, having seen the one price as it is: that all of them are as shown was looked at before."""
    return Form(form.staff, form.key, form.now, mark_of(PRICES.state(row)) if row else "")


def _locked(plan_id: int) -> Plan:
    found = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if found is None:
        raise NothingToEdit
    return found
