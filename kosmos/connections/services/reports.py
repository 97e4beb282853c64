"""A technician's report of a visit: kept once, whenever it arrives, and the application goes on by it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.connections.checklists import checklist_of
from kosmos.connections.models import Application, EntryKind, Stage, Visit, VisitReport, VisitState
from kosmos.connections.reports import Report, Said, read_report
from kosmos.connections.rules import may_move
from kosmos.connections.services.keeping import add_entry, locked_application
from kosmos.connections.services.stages import advance
from kosmos.connections.visit_errors import UnknownVisit, VisitCancelled, VisitChanged, VisitEnded, VisitNotYet
from kosmos.kernel.days import business_day
from kosmos.subscribers.models import StaffMember


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as it is kept, and whether it came only now, not by the same form before."""

    report: VisitReport
    fresh: bool


@transaction.atomic
def report_visit(
    *,
    visit_id: uuid.UUID,
    technician: StaffMember,
    said: Said,
    key: str,
    version: int,
    made_at: datetime | None,
    now: datetime,
) -> Reported:
    """Keep what a technician says of his visit, and move its application on: CONNECTED, or back to POSSIBLE.

    ``key`` was made where the report was written: the same again changes nothing. ``version`` is the visit's as he saw
    it. UnknownVisit (also for somebody else's), ReportRefused, VisitCancelled, VisitEnded, VisitChanged, VisitNotYet:
    then nothing is kept. An application that has gone another way meanwhile stays where it is, and says so.
    """
    application, visit = _locked(visit_id, technician)
    before = VisitReport.objects.filter(visit=visit, key=key).first()
    if before is not None:
        return Reported(before, fresh=False)
    _may_be_told(visit, version, now)
    checks = [check.code for check in checklist_of(service_of(application))]
    report = read_report(said, checks)
    kept = _keep(visit, report, key=key, made_at=_within(made_at, visit.planned_at, now), now=now)
    _go_on(application, report, technician, now)
    return Reported(kept, fresh=True)


def service_of(application: Application) -> str:
    """The code of the service that an application is about, its plan's before its own; empty if it names none."""
    if application.plan is not None:
        return application.plan.service.code
    return application.service.code if application.service is not None else ""


def _locked(visit_id: uuid.UUID, technician: StaffMember) -> tuple[Application, Visit]:
    mine = Visit.objects.filter(id=visit_id, technician=technician)
    application_id = mine.values_list("application_id", flat=True).first()
    if application_id is None:
        raise UnknownVisit
    application = locked_application(application_id)
    visit = mine.select_for_update().first()
    if visit is None:
        raise UnknownVisit
    return application, visit


def _may_be_told(visit: Visit, version: int, now: datetime) -> None:
    if visit.state == VisitState.CANCELLED:
        raise VisitCancelled(reason=visit.reason)
    if visit.state != VisitState.PLANNED:
        raise VisitEnded(state=visit.state)
    if visit.version != version:
        raise VisitChanged(starts_at=visit.starts_at, technician=visit.technician.name)
    zone = operator_zone()
    if business_day(visit.starts_at, zone) > business_day(now, zone):
        raise VisitNotYet(starts_at=visit.starts_at)


def _within(made_at: datetime | None, first: datetime, now: datetime) -> datetime:
    """A device's time where it can be true: its clock may be wrong."""
    return now if made_at is None else max(min(made_at, now), min(first, now))


def _keep(visit: Visit, report: Report, *, key: str, made_at: datetime, now: datetime) -> VisitReport:
    visit.state = VisitState.DONE if report.done else VisitState.NOT_DONE
    visit.reason = report.reason
    visit.version += 1
    visit.save(update_fields=["state", "reason", "version"])
    return VisitReport.objects.create(
        visit=visit,
        key=key,
        done=report.done,
        reason=report.reason,
        checklist=list(report.checklist),
        serials=list(report.serials),
        text=report.text,
        signed_name=report.signed_name,
        signature=report.signature,
        made_at=made_at,
        received_at=now,
    )


def _go_on(application: Application, report: Report, technician: StaffMember, now: datetime) -> None:
    to = Stage.CONNECTED if report.done else Stage.POSSIBLE
    if may_move(application.stage, to, application.kind):
        advance(application, to, technician, now, note=report.text)
    else:
        add_entry(application, EntryKind.VISIT, by=technician, now=now, after=str(to), text=report.text)
