"""Two who press at the same time, on connections of their own: one visit, one report, a clear answer to the other."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from kosmos.connections.models import Application, ApplicationEntry, Stage, Visit, VisitReport, VisitState
from kosmos.connections.services.reports import report_visit
from kosmos.connections.services.visits import cancel_visit, move_visit, plan_visit
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.test_reports import DONE, LATER
from kosmos.connections.tests.visiting import NOW, application, at, operator, planned, technician
from kosmos.kernel.errors import DomainError

pytestmark = pytest.mark.usefixtures("committed")


def at_once(do: Callable[[int], object], times: int = 4) -> Counter[str]:
    """Do something on four connections; how often each answer came, a refusal by its code."""

    def answered(number: int) -> str:
        try:
            return str(do(number))
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return Counter(pool.map(answered, range(times)))


def test_one_slot_for_two_customers() -> None:
    operator()
    igor, vera = technician(), staff("vera")
    wishes = [application().id for _ in range(4)]

    def plan(number: int) -> bool:
        starts_at, key = at(11, 15 * number), uuid4().hex
        wish = {"application_id": wishes[number], "technician_id": igor.pk, "starts_at": starts_at}
        return plan_visit(**wish, by=vera, key=key, now=NOW).fresh

    assert at_once(plan) == {"True": 1, "slot_taken": 3}
    assert Visit.objects.count() == 1
    assert Counter(Application.objects.values_list("stage", flat=True)) == {Stage.POSSIBLE: 3, Stage.VISIT_PLANNED: 1}


def test_one_visit_for_one_customer() -> None:
    operator()
    who, vera, wish = [technician("igor"), technician("pavel")], staff("vera"), application().id

    def plan(number: int) -> bool:
        asked = {"application_id": wish, "technician_id": who[number % 2].pk, "starts_at": at(9 + 2 * number)}
        return plan_visit(**asked, by=vera, key=str(number), now=NOW).fresh

    assert at_once(plan) == {"True": 1, "visit_planned": 3}


def test_the_same_form_at_once() -> None:
    operator()
    igor, wish = technician(), application().id

    def plan(_: int) -> bool:
        asked = {"application_id": wish, "technician_id": igor.pk, "starts_at": at(11)}
        return plan_visit(**asked, by=igor, key="form", now=NOW).fresh

    assert at_once(plan) == {"True": 1, "False": 3}


def test_the_database_itself_refuses_an_overlap() -> None:
    operator()
    igor = technician()
    first, second = planned(igor, at(9)), planned(igor, at(13))
    Visit.objects.filter(id=second.id).update(state=VisitState.CANCELLED, starts_at=at(9, 30), ends_at=at(11))
    with pytest.raises(Exception, match="visits_do_not_overlap"), transaction.atomic():
        Visit.objects.filter(id=second.id).update(state=VisitState.PLANNED)
    assert Visit.objects.get(id=first.id).state == VisitState.PLANNED


def test_moved_and_cancelled_by_two() -> None:
    operator()
    igor = technician()
    visit = planned(igor, at(9))
    wish = {"visit_id": visit.id, "by": igor, "version": 0, "now": NOW}

    def change(number: int) -> bool:
        if number % 2:
            return cancel_visit(reason="Попросил", **wish).fresh  # type: ignore[arg-type]
        return move_visit(technician_id=igor.pk, starts_at=at(15), **wish).fresh  # type: ignore[arg-type]

    assert at_once(change)["True"] == 1
    assert Visit.objects.get().version == 1


def test_a_report_that_is_sent_again_and_again() -> None:
    operator()
    visit = planned(technician(), at(9))

    def tell(_: int) -> bool:
        wish = {"visit_id": visit.id, "technician": visit.technician, "said": DONE, "key": "device"}
        return report_visit(**wish, version=0, made_at=None, now=LATER).fresh  # type: ignore[arg-type]

    assert at_once(tell, 8) == {"True": 1, "False": 7}
    assert (VisitReport.objects.count(), Application.objects.get().stage) == (1, Stage.CONNECTED)
    assert ApplicationEntry.objects.filter(after=Stage.CONNECTED).count() == 1
