"""The operator's policies, as the administrator sets them from a day to come on; days that are open keep theirs."""

from datetime import date, datetime
from typing import LiteralString

from django.db import transaction
from django.db.models import Q

from kosmos.catalogue.models import Policy
from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit
from kosmos.editing.models import Subject
from kosmos.editing.policy_values import DEFAULTS, checked
from kosmos.editing.rules import refuse
from kosmos.editing.services.keeping import Form, Kind, Saved, done_before, keep, mark_of
from kosmos.editing.services.prices import is_ahead
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.kernel.sql import execute

_HOLD: LiteralString = "SELECT pg_advisory_xact_lock(hashtext('kosmos policies'))"


def _where(object_id: str) -> Q:
    code, _colon, from_on = object_id.rpartition(":")
    return Q(code=code, from_on=date.fromisoformat(from_on))


def _called(row: Policy) -> str:
    return f"{row.code}:{row.from_on}"


POLICIES = Kind(Subject.POLICY, Policy, ("code", "from_on", "value"), where=_where, called=_called)


def policy_mark(code: str) -> str:
    """What tells one state of a policy's versions from another."""
    held = Policy.objects.filter(code=code).order_by("from_on").values_list("from_on", "value")
    return mark_of({str(from_on): value for from_on, value in held})


def first_day_for(now: datetime) -> date:
    """The first day from which a new value can hold."""
    tomorrow = business_day(now, operator_zone()) + ONE_DAY
    return tomorrow if is_ahead(tomorrow, now) else tomorrow + ONE_DAY


@transaction.atomic
def set_policy(code: str, from_on: date, value: str, form: Form) -> Saved:
    """Have a policy be something else from a day to come on. The form's ``seen`` is the mark of its versions.

    Unfit, ChangedMeanwhile, NothingToEdit for a policy that there is not.
    """
    if done := _begin(code, form):
        return done
    kept = _judged(code, from_on, value, form.now)
    old = Policy.objects.filter(code=code, from_on=from_on).first()

    def change(row: Policy | None) -> Policy:
        made = row or Policy(code=code, from_on=from_on)
        made.value = kept
        made.save()
        return made

    return keep(POLICIES, _called(old) if old else None, _seeing(form, old), change)


@transaction.atomic
def withdraw_policy(code: str, from_on: date, form: Form) -> Saved:
    """Take back a value to come: what holds before goes on. Unfit, ChangedMeanwhile, NothingToEdit."""
    if done := _begin(code, form):
        return done
    old = Policy.objects.filter(code=code, from_on=from_on).first()
    if old is None:
        raise NothingToEdit
    refuse({} if is_ahead(from_on, form.now) else {"from_on": "ahead"})
    return keep(POLICIES, _called(old), _seeing(form, old), _gone)


def _gone(row: Policy | None) -> None:
    if row is not None:
        row.delete()


def _begin(code: str, form: Form) -> Saved | None:
    """One change of the policies at a time; what the same form did before."""
    if code not in DEFAULTS:
        raise NothingToEdit
    execute(_HOLD, {})
    if done := done_before(form):
        return done
    if policy_mark(code) != form.seen:
        raise ChangedMeanwhile
    return None


def _judged(code: str, from_on: date, value: str, now: datetime) -> str:
    """The value as it is kept. Unfit, with everything that cannot be."""
    wrong, kept = {}, ""
    if not is_ahead(from_on, now):
        wrong["from_on"] = "ahead"
    try:
        kept = checked(code, value)
    except ValueError:
        wrong["value"] = "form"
    if not wrong and kept == str(getattr(policies_on(from_on), code)):
        wrong["value"] = "same"
    refuse(wrong)
    return kept


def _seeing(form: Form, row: Policy | None) -> Form:
    return Form(form.staff, form.key, form.now, mark_of(POLICIES.state(row)) if row else "")
