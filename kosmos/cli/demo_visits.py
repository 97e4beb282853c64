"""The demo's visits: two technicians at work, and their visits of today and tomorrow in each state."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.connections.checklists import checklist_of
from kosmos.connections.models import Application, ApplicationKind, Source, Stage, Visit
from kosmos.connections.reports import Said
from kosmos.connections.services import pipeline
from kosmos.connections.services.applying import apply
from kosmos.connections.services.hours import set_day, set_week
from kosmos.connections.services.reports import report_visit
from kosmos.connections.services.visits import cancel_visit, plan_visit
from kosmos.connections.wishes import Wish
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.subscribers.models import StaffMember

MASTER, OTHER_MASTER, SALES = "master", "master2", "sales"
WEEK = {**dict.fromkeys(range(1, 6), (time(8), time(20))), 6: (time(9), time(17)), 7: (time(9), time(17))}
SIGNATURE = (
    "M40 80L52 44L60 30L66 38L62 70L58 88L70 60L84 52L92 60L90 78L100 82L112 62L124 58L126 76L138 80L152 60L166 56"
    "L170 74L182 78L200 64L224 58L252 62L276 56"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit of the demo: who waits where for what, and when who comes; days are counted from today's."""

    name: str
    phone: str
    address: str
    service: str
    hour: int
    day: int = 0
    master: str = MASTER
    note: str = ""
    comment: str = ""
    ends: str = "planned"


VISITS = (
    Planned("Лидия Гончар", "+375291119001", "Минск, Красная, 8, кв. 41", "internet", 8, ends="done",
            note="Код двери 41В"),
    Planned("Семён Юркевич", "+375291119002", "Минск, Притыцкого, 62, кв. 18", "digital_tv", 10, ends="not_done"),
    Planned("Марина Савчук", "+375291119003", "Минск, Якуба Коласа, 37, кв. 90", "internet", 12,
            note="Домофон не работает, позвонить за десять минут", comment="Нужен кабель через две комнаты"),
    Planned("Григорий Лось", "+375291119004", "Минск, Красная, 8, кв. 7", "internet", 14, note="Собака во дворе"),
    Planned("Нина Вашкевич", "+375291119005", "Минск, Якуба Коласа, 37, кв. 3", "telephony", 16),
    Planned("Эдуард Мицкевич", "+375291119006", "Минск, Притыцкого, 62, кв. 77", "digital_tv", 18),
    Planned("Кристина Белоус", "+375291119007", "Минск, Красная, 8, кв. 60", "internet", 9, day=1),
    Planned("Степан Жук", "+375291119008", "Минск, Якуба Коласа, 37, кв. 12", "internet", 13, day=1),
    Planned("Раиса Климович", "+375291119009", "Минск, Притыцкого, 62, кв. 5", "internet", 15, master=OTHER_MASTER),
    Planned("Ян Рудой", "+375291119010", "Минск, Красная, 8, кв. 33", "analog_tv", 17, master=OTHER_MASTER,
            ends="cancelled"),
    Planned("Зоя Пашкевич", "+375291119012", "Минск, Якуба Коласа, 37, кв. 51", "internet", 17, master=OTHER_MASTER),
)  # fmt: skip
"""What the calendar of today and tomorrow shows."""
WAITS = Planned("Тамара Гурская", "+375291119011", "Минск, Красная, 8, кв. 20", "internet", 0)
"""Who can be connected and waits for a visit to be planned."""


@transaction.atomic
def create_visits(today: date) -> None:
    """Add working hours, and visits as they stand in the morning of ``today``, once."""
    if Visit.objects.filter(key=f"demo-{VISITS[0].phone}").exists():
        return
    yesterday = start_of(today - ONE_DAY, operator_zone()) + timedelta(hours=15)
    for login in (MASTER, OTHER_MASTER):
        set_week(technician_id=_member(login).pk, week=WEEK)
    set_day(technician_id=_member(OTHER_MASTER).pk, on=today + ONE_DAY, hours=None)
    for one in VISITS:
        visit = _plan(one, today, yesterday)
        if one.ends == "cancelled":
            sales = _member(SALES)
            cancel_visit(visit_id=visit.id, reason="Попросил перезвонить", by=sales, version=0, now=yesterday)
        elif one.ends != "planned":
            _report(one, visit)
    _possible(WAITS, yesterday)


def _plan(one: Planned, today: date, now: datetime) -> Visit:
    application = _possible(one, now)
    starts_at = start_of(today + one.day * ONE_DAY, operator_zone()) + timedelta(hours=one.hour)
    return plan_visit(
        outside_hours=True,
        application_id=application.id,
        technician_id=_member(one.master).pk,
        starts_at=starts_at,
        by=_member(SALES),
        key=f"demo-{one.phone}",
        now=now,
        note=one.note,
    ).visit


def _possible(one: Planned, now: datetime) -> Application:
    """An application by phone, which sales found possible."""
    wish = Wish(
        kind=ApplicationKind.HOME,
        name=one.name,
        phone=one.phone,
        address=one.address,
        service=one.service,
        comment=one.comment,
        source=Source.PHONE,
    )
    sales = _member(SALES)
    made = apply(wish, key=f"demo-visit-{one.phone}", now=now, by=sales)
    key = f"demo-possible-{one.phone}"
    return pipeline.move(made.id, Stage.POSSIBLE, by=sales, now=now, version=made.version, key=key).application


def _report(one: Planned, visit: Visit) -> None:
    done = Said(
        outcome="done",
        checklist=tuple(check.code for check in checklist_of(one.service)),
        serials="RT-24-110093\nONU-7F3A-0042",
        text="Завели кабель, настроили роутер, скорость по тарифу.",
        signed_name=one.name,
        signature=SIGNATURE,
    )
    not_done = Said(outcome="not_done", reason="nobody_home", text="Звонил дважды, не открыли.")
    report_visit(
        visit_id=visit.id,
        technician=visit.technician,
        said=done if one.ends == "done" else not_done,
        key=f"demo-{one.phone}",
        version=0,
        made_at=None,
        now=visit.ends_at,
    )


def _member(login: str) -> StaffMember:
    return StaffMember.objects.select_related("sign_in").get(sign_in__login=login)
