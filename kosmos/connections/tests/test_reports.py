from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kosmos.connections.checklists import checklist_of
from kosmos.connections.models import Application, ApplicationEntry, Stage, Visit, VisitReport, VisitState
from kosmos.connections.reports import (
    HEIGHT,
    LONGEST_SIGNATURE,
    MOST_SERIALS,
    WIDTH,
    Said,
    is_signature,
    read_report,
    read_serials,
)
from kosmos.connections.services.reports import Reported, report_visit
from kosmos.connections.services.visits import cancel_visit, move_visit
from kosmos.connections.tests.visiting import NOW, SIGNED, at, operator, planned, technician
from kosmos.connections.visit_errors import (
    ReportRefused,
    UnknownVisit,
    VisitCancelled,
    VisitChanged,
    VisitEnded,
    VisitNotYet,
)
from kosmos.subscribers.models import StaffMember

LATER = NOW + timedelta(days=2)
CHECKS = tuple(check.code for check in checklist_of("internet"))
DONE = Said(
    outcome="done",
    checklist=CHECKS,
    serials="sn-1001\n  АВ 77 ",
    text="Всё работает",
    signed_name="Ольга Ким",
    signature=SIGNED,
)
NOT_DONE = Said(outcome="not_done", reason="nobody_home", text="Звонил дважды")


@pytest.fixture
def visit(db: None) -> Visit:
    operator()
    return planned(technician(), at(11))


def told(visit: Visit, said: Said = DONE, **other: Any) -> Reported:
    wish: dict[str, Any] = {"key": "device-1", "version": 0, "made_at": None, "now": LATER, **other}
    who: StaffMember = wish.pop("technician", visit.technician)
    return report_visit(visit_id=visit.id, technician=who, said=said, **wish)


def test_a_done_visit_connects(visit: Visit) -> None:
    report = told(visit, made_at=at(12)).report
    assert report.serials == ["SN-1001", "AB77"]
    assert (report.made_at, report.received_at) == (at(12), LATER)
    assert Visit.objects.get().state == VisitState.DONE
    assert Application.objects.get().stage == Stage.CONNECTED
    assert ApplicationEntry.objects.last().text == "Всё работает"  # type: ignore[union-attr]


def test_one_that_came_to_nothing_waits_for_sales(visit: Visit) -> None:
    report = told(visit, replace(NOT_DONE, signed_name="Кто-то", signature="мусор")).report
    assert (report.done, report.reason, report.signed_name, report.signature) == (False, "nobody_home", "", "")
    assert Visit.objects.get().state == VisitState.NOT_DONE
    assert Application.objects.get().stage == Stage.POSSIBLE


def test_the_same_report_again_is_answered_as_before(visit: Visit) -> None:
    first = told(visit)
    again = told(visit, replace(DONE, outcome="", text="другое"), version=9)
    assert (first.fresh, again.fresh) == (True, False)
    assert again.report.text == "Всё работает" and VisitReport.objects.count() == 1
    with pytest.raises(VisitEnded):
        told(visit, key="device-2")


@pytest.mark.parametrize(
    ("made_at", "kept"),
    [
        pytest.param(None, LATER, id="no time"),
        pytest.param(LATER + timedelta(days=900), LATER, id="a clock that is ahead"),
        pytest.param(NOW - timedelta(days=900), NOW, id="a clock that is behind"),
    ],
)
def test_the_devices_clock_may_be_wrong(visit: Visit, made_at: datetime | None, kept: datetime) -> None:
    assert told(visit, made_at=made_at).report.made_at == kept


def test_moved_or_cancelled_meanwhile(visit: Visit) -> None:
    move_visit(
        visit_id=visit.id,
        technician_id=visit.technician_id,
        starts_at=at(15),
        by=visit.technician,
        version=0,
        now=NOW,
    )
    with pytest.raises(VisitChanged) as moved:
        told(visit)
    assert moved.value.parameters["starts_at"] == at(15)
    cancel_visit(visit_id=visit.id, reason="Передумал", by=visit.technician, version=1, now=NOW)
    with pytest.raises(VisitCancelled) as cancelled:
        told(visit, version=1)
    assert cancelled.value.parameters["reason"] == "Передумал"
    assert not VisitReport.objects.exists()


def test_nobody_tells_of_anothers_visit_or_of_tomorrow(visit: Visit) -> None:
    with pytest.raises(UnknownVisit):
        told(visit, technician=technician("pavel"))
    with pytest.raises(UnknownVisit):
        report_visit(
            visit_id=uuid4(), technician=visit.technician, said=DONE, key="k", version=0, made_at=None, now=NOW
        )
    with pytest.raises(VisitNotYet):
        told(visit, now=NOW - timedelta(days=1))
    assert not VisitReport.objects.exists()


def test_an_application_that_went_another_way_stays_there(visit: Visit) -> None:
    Application.objects.update(stage=Stage.REFUSED, refusal="changed_mind")
    told(visit)
    assert Application.objects.get().stage == Stage.REFUSED
    assert ApplicationEntry.objects.last().after == Stage.CONNECTED  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        pytest.param(replace(DONE, outcome="maybe"), "outcome", "outcome_missing", id="neither done nor not"),
        pytest.param(replace(DONE, serials="№-1"), "serials", "serial_wrong", id="a sign that is on no label"),
        pytest.param(replace(DONE, serials="A1"), "serials", "serial_wrong", id="too short"),
        pytest.param(replace(DONE, serials="SN-1001\nsn-1001"), "serials", "serial_twice", id="twice"),
        pytest.param(replace(DONE, serials="\n".join(f"SN{n:04}" for n in range(MOST_SERIALS + 1))), "serials",
                     "serials_too_many", id="too many"),
        pytest.param(replace(DONE, text="я" * 2_001), "text", "report_too_long", id="a novel"),
        pytest.param(replace(DONE, checklist=("cable", "coffee")), "checklist", "checklist_changed", id="unknown"),
        pytest.param(replace(DONE, checklist=(), text=" "), "text", "unticked_unexplained", id="nothing ticked"),
        pytest.param(replace(DONE, signed_name="\x00"), "signed_name", "signed_name_missing", id="no name"),
        pytest.param(replace(DONE, signed_name="я" * 121), "signed_name", "signed_name_too_long", id="a long name"),
        pytest.param(replace(DONE, signature=""), "signature", "signature_missing", id="not signed"),
        pytest.param(replace(DONE, signature="M1 1<script>"), "signature", "signature_wrong", id="rubbish drawn"),
        pytest.param(replace(NOT_DONE, reason="bored"), "reason", "why_not_missing", id="no such reason"),
        pytest.param(replace(NOT_DONE, reason="other", text=""), "text", "other_unexplained", id="another reason"),
    ],
)  # fmt: skip
def test_what_is_refused(said: Said, field: str, code: str) -> None:
    with pytest.raises(ReportRefused) as refused:
        read_report(said, CHECKS)
    assert refused.value.wrong == {field: code}


def test_a_name_and_a_tick_take_the_place_of_a_signature() -> None:
    assert read_report(replace(DONE, signature="", confirmed=True), CHECKS).signature == ""


def test_equipment_may_have_no_numbers() -> None:
    assert read_serials(" \n\n ") == ((), "", "")


@pytest.mark.parametrize(
    ("path", "right"),
    [
        (SIGNED, True),
        (f"M0 0L{WIDTH} {HEIGHT}L1 1L2 2L3 3", True),
        ("M1 1L2 2L3 3", False),
        ("L1 1L2 2L3 3L4 4L5 5", False),
        ("M-1 1L2 2L3 3L4 4L5 5", False),
        (f"M{WIDTH + 1} 1L2 2L3 3L4 4L5 5", False),
        (f"M1 {HEIGHT + 1}L2 2L3 3L4 4L5 5", False),
        ("M1 1" + "L2 2" * (LONGEST_SIGNATURE // 4), False),
        (SIGNED + "\n", False),
        ("", False),
    ],
)
def test_a_signature_is_strokes_in_its_field(path: str, right: bool) -> None:
    assert is_signature(path) is right
