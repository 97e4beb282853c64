"""Writes about technicians' working hours: a week as a rule, and single days instead of it."""

import uuid
from collections.abc import Mapping
from datetime import date, time

from django.db import transaction

from kosmos.connections.models import WorkingHours
from kosmos.connections.visit_errors import HoursWrong, UnknownTechnician
from kosmos.subscribers.models import StaffMember, StaffRole

Hours = tuple[time, time] | None
"""From when until when; None is a day off."""
WEEKDAYS = range(1, 8)


@transaction.atomic
def set_week(*, technician_id: int, week: Mapping[int, Hours]) -> None:
    """Set when a technician works as a rule, by weekday (1 is Monday); what is not named is off.

    UnknownTechnician, HoursWrong.
    """
    technician = _locked(technician_id)
    for hours in week.values():
        _in_order(hours)
    WorkingHours.objects.filter(technician=technician, weekday__isnull=False).delete()
    for weekday in WEEKDAYS:
        _add(technician, week.get(weekday), weekday=weekday)


@transaction.atomic
def set_day(*, technician_id: int, on: date, hours: Hours) -> None:
    """Set when a technician works on one day instead of his rule. UnknownTechnician, HoursWrong.

    Visits that are planned then stay: whoever planned them moves them.
    """
    technician = _locked(technician_id)
    _in_order(hours)
    WorkingHours.objects.filter(technician=technician, on=on).delete()
    _add(technician, hours, on=on)


@transaction.atomic
def forget_day(*, technician_id: int, on: date) -> None:
    """Let a technician's rule hold again on a day; nothing if it does. UnknownTechnician."""
    WorkingHours.objects.filter(technician=_locked(technician_id), on=on).delete()


def _locked(technician_id: int) -> StaffMember:
    rows = StaffMember.objects.select_for_update(no_key=True).filter(pk=technician_id, role=StaffRole.TECHNICIAN)
    found = rows.first()
    if found is None:
        raise UnknownTechnician
    return found


def _in_order(hours: Hours) -> None:
    if hours is not None and hours[0] >= hours[1]:
        raise HoursWrong


def _add(technician: StaffMember, hours: Hours, *, weekday: int | None = None, on: date | None = None) -> None:
    starts, ends = hours or (None, None)
    WorkingHours.objects.create(
        id=uuid.uuid4(), technician=technician, weekday=weekday, on=on, starts=starts, ends=ends
    )
