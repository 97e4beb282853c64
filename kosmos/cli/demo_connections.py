"""The demo's applications and call-backs, in every stage and with their histories."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services import NewPayment, post_payments
from kosmos.cli.demo_applicants import APPLICANTS, HELP, Applicant, Step
from kosmos.cli.demo_members import AGENT
from kosmos.connections.calling import call_hours
from kosmos.connections.checklists import checklist_of
from kosmos.connections.models import Application, ApplicationKind, Stage
from kosmos.connections.reports import Said
from kosmos.connections.services import pipeline
from kosmos.connections.services.applying import apply
from kosmos.connections.services.reports import report_visit
from kosmos.connections.services.signing import ContractDetails, mark_signed, note_active, sign_contract
from kosmos.connections.services.visits import plan_visit
from kosmos.connections.wishes import SOON, Wish
from kosmos.connections.working import sales_work
from kosmos.kernel.days import ONE_DAY
from kosmos.subscribers.models import StaffMember, SubscriberKind
from kosmos.subscribers.services import Address, Contacts

SALES, MASTER = "sales", "master2"
KINDS = {
    ApplicationKind.HOME: SubscriberKind.PERSON,
    ApplicationKind.STUDENT: SubscriberKind.STUDENT,
    ApplicationKind.BUSINESS: SubscriberKind.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A step as it happens: with which application, when, by whom, and the key that makes it happen once."""

    one: Application
    now: datetime
    key: str
    staff: Mapping[str, StaffMember]


@transaction.atomic
def create_connections(today: date) -> None:
    """Add applications as they stand in the morning of ``today``, once."""
    if Application.objects.filter(phone=APPLICANTS[0].phone, key__startswith="demo-way-").exists():
        return
    members = StaffMember.objects.filter(sign_in__login__in=(AGENT, SALES, MASTER)).select_related("sign_in")
    staff = {one.sign_in.login: one for one in members}
    for number, applicant in enumerate(APPLICANTS):
        _play(applicant, f"demo-way-{number}", today, staff)


def _play(applicant: Applicant, key: str, today: date, staff: Mapping[str, StaffMember]) -> None:
    """An application is made, and what happened about it happens."""
    at = _at(today, applicant.days_ago, applicant.clock)
    by = staff[SALES] if applicant.wish.source != "site" else None
    made = apply(_wish(applicant, at), key=key, now=at, by=by)
    for number, step in enumerate(applicant.steps):
        one = Application.objects.get(id=made.id)
        moment = Moment(one, _at(today, step.days_ago, step.clock), f"{key}-{number}", staff)
        STEPS[step.what](moment, step)


def _wish(applicant: Applicant, at: datetime) -> Wish:
    told = applicant.wish
    when = call_hours(at, sales_work(at))[applicant.hours].code if applicant.hours is not None else SOON
    return Wish(
        kind=told.kind, name=told.name, phone=applicant.phone, organisation=told.organisation, address=told.address,
        dormitory=told.dormitory, room=told.room, service=told.service, plan=told.plan, comment=told.comment, when=when,
        agreed={"application": 1}, source=told.source, page="/help/" if told.kind == ApplicationKind.CALL_BACK else "",
    )  # fmt: skip


def _at(today: date, days_ago: int, clock: str) -> datetime:
    return datetime.combine(today - days_ago * ONE_DAY, time.fromisoformat(clock), operator_zone())


def _call(moment: Moment, step: Step, *, reached: bool) -> None:
    again_at = moment.now + timedelta(hours=step.again_hours) if step.again_hours else None
    pipeline.call(moment.one.id, **_who(moment, step), reached=reached, again_at=again_at, note=step.text)


def _note(moment: Moment, step: Step) -> None:
    pipeline.note(moment.one.id, by=moment.staff[step.by], now=moment.now, key=moment.key, text=step.text)


def _move(moment: Moment, step: Step, *, to: Stage) -> None:
    pipeline.move(moment.one.id, to, **_who(moment, step), reason=step.reason, note=step.text)


def _duplicate(moment: Moment, step: Step) -> None:
    """The older application by the same phone stays."""
    older = Application.objects.filter(phone=moment.one.phone).exclude(id=moment.one.id).earliest("created_at")
    pipeline.mark_duplicate(moment.one.id, older.id, **_who(moment, step))


def _visit(moment: Moment, step: Step) -> None:
    """A visit is planned for two hours later, and done."""
    master = moment.staff[MASTER]
    visit = plan_visit(
        application_id=moment.one.id,
        technician_id=master.pk,
        starts_at=moment.now + timedelta(hours=2),
        by=moment.staff[step.by],
        key=moment.key,
        now=moment.now,
        outside_hours=True,
    ).visit
    service = moment.one.service.code if moment.one.service else "internet"
    checks = tuple(check.code for check in checklist_of(service))
    said = Said(
        outcome="done",
        checklist=checks,
        serials=step.text,
        text=HELP,
        signed_name=moment.one.name,
        confirmed=True,
    )
    report_visit(
        visit_id=visit.id, technician=master, said=said, key=moment.key, version=0, made_at=None, now=visit.ends_at
    )


def _sign(moment: Moment, step: Step) -> None:
    """The contract, with the plan that was wished; whoever pays with it is a subscriber at once."""
    one = moment.one
    contacts = Contacts(one.organisation or one.name, step.reason, one.phone, "", "ru")
    address = Address(one.city, one.street, one.house, one.building, one.apartment, one.dormitory, one.room)
    details = ContractDetails(
        KINDS[ApplicationKind(one.kind)], contacts, address, plan=one.plan.code if one.plan else ""
    )
    signed = sign_contract(one.id, details, key=moment.key, by=moment.staff[step.by], now=moment.now)
    mark_signed(signed.account_id, by=moment.staff[step.by], now=moment.now)
    if step.kopecks:
        post_payments([NewPayment(signed.account_id, step.kopecks, moment.key)], now=moment.now)
        note_active(now=moment.now)


def _who(moment: Moment, step: Step) -> pipeline.Who:
    return {"by": moment.staff[step.by], "now": moment.now, "version": moment.one.version, "key": moment.key}


STEPS: dict[str, Callable[[Moment, Step], None]] = {
    "reached": partial(_call, reached=True),
    "missed": partial(_call, reached=False),
    "note": _note,
    "possible": partial(_move, to=Stage.POSSIBLE),
    "refused": partial(_move, to=Stage.REFUSED),
    "again": partial(_move, to=Stage.NEW),
    "duplicate": _duplicate,
    "visited": _visit,
    "signed": _sign,
}
"""What can happen about an application of the demo."""
