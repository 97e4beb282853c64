from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kosmos.connections.models import Application
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.tests.people import NOW
from kosmos.support import services
from kosmos.support.models import Request, Taking
from kosmos.support.tests.conftest import people, staff
from kosmos.workplace.queue import ALL, CALL, FREE, MINE, REQUEST, Held, counts, next_task, take_next, tasks

BOTH = (REQUEST, CALL)
HOUR = timedelta(hours=1)


def ask(account_id: int, topic: str, hours_ago: int) -> Request:
    asked = {"account_id": account_id, "topic": topic, "text": "?", "key": uuid4().hex}
    return services.open_request(now=NOW - hours_ago * HOUR, **asked).request  # type: ignore[arg-type]


def call_back(due_in: int, *, from_in: int | None = None) -> Application:
    number = str(10_000_000 + Application.objects.count())
    return Application.objects.create(
        id=uuid4(), number=number, token=number, key=number, kind="call_back", stage="new", name="Пётр",
        phone="+375291234567",
        stage_since_at=NOW, created_at=NOW, due_at=NOW + due_in * HOUR,
        call_from_at=None if from_in is None else NOW + from_in * HOUR,
        call_until_at=None if from_in is None else NOW + due_in * HOUR,
    )  # fmt: skip


@pytest.mark.django_db
def test_what_was_promised_soonest_is_next() -> None:
    account_id, vera = people(), staff("vera")
    slow, late, soon = ask(account_id, "documents", 1), ask(account_id, "tv", 72), call_back(1)
    early = call_back(8, from_in=6)
    assert [one.id for one in tasks(BOTH, FREE, vera.pk, NOW)] == [late.id, soon.id, slow.id]
    assert early.id in {one.id for one in tasks(BOTH, ALL, vera.pk, NOW)}
    taken = [take_next(vera, BOTH, key=key, now=NOW) for key in ("1", "1", "2", "3", "4")]
    assert [one and one.object_id for one in taken] == [late.id, late.id, soon.id, slow.id, None]
    assert [one.id for one in tasks(BOTH, MINE, vera.pk, NOW)] == [late.id, soon.id, slow.id]
    assert next_task(BOTH, NOW + 6 * HOUR) is not None
    held = counts(vera.pk, BOTH, NOW)
    assert (held.mine, held.free, held.all) == (Held(3, 1), Held(0, 0), Held(4, 1))


@pytest.mark.django_db
def test_only_what_a_role_works_on() -> None:
    account_id, vera = people(), staff("vera")
    asked, call = ask(account_id, "tv", 1), call_back(1)
    assert [one.id for one in tasks((CALL,), ALL, vera.pk, NOW)] == [call.id]
    assert [one.id for one in tasks((REQUEST,), ALL, vera.pk, NOW)] == [asked.id]
    assert tasks(BOTH, ALL, vera.pk, NOW, topic="money") == []
    assert counts(vera.pk, (CALL,), NOW).all == Held(1, 0)
    assert take_next(vera, (), key="1", now=NOW) is None


@pytest.mark.django_db
def test_what_somebody_left_behind_is_nobodys() -> None:
    account_id, vera, gone = people(), staff("vera"), staff("gone")
    asked = ask(account_id, "tv", 1)
    services.take(account_id=account_id, request_id=asked.id, staff=gone, now=NOW)
    assert take_next(vera, BOTH, key="1", now=NOW) is None
    gone.sign_in.is_active = False
    gone.sign_in.save()
    assert counts(vera.pk, BOTH, NOW).free == Held(1, 0)
    assert take_next(vera, BOTH, key="2", now=NOW) is not None
    assert Request.objects.get().owner == vera


@pytest.mark.usefixtures("committed")
def test_two_at_once_get_two_and_a_form_pressed_twice_gets_one() -> None:
    account_id = people()
    agents = [staff(name) for name in ("vera", "inna")]
    for hours in range(1, 5):
        ask(account_id, "tv", hours)
    call_back(1)

    def press(try_of: tuple[StaffMember, str]) -> object:
        try:
            got = take_next(try_of[0], BOTH, key=f"{try_of[0].pk}-{try_of[1]}", now=NOW)
            return got and got.object_id
        finally:
            connection.close()

    wishes = [(agent, key) for key in ("1", "1", "2") for agent in agents]
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(press, wishes))
    assert len(set(got)) == 4 == Taking.objects.count()
    assert got[0] == got[2] and got[1] == got[3]
