"""Two members of staff do something at the same moment: the first does it, the second is told."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kosmos.connections.errors import ApplicationChanged, OtherIsDuplicate, StageRefused
from kosmos.connections.models import Application, ApplicationEntry, Stage
from kosmos.connections.services import pipeline
from kosmos.connections.tests.people import application, staff
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.usefixtures("committed")


def at_once(do: Callable[[int], object], times: int = 8) -> list[str]:
    """Do something many times on four connections; how each ended: the error's name, or nothing."""

    def done(number: int) -> str:
        try:
            do(number)
        except (ApplicationChanged, OtherIsDuplicate, StageRefused) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(done, range(times)))


def test_one_of_many_takes_it() -> None:
    one, people = application(), [staff(f"sales-{number}") for number in range(4)]

    def take(number: int) -> object:
        by = people[number % 4]
        return pipeline.give(one.id, by, by=by, now=NOW, version=0, key=uuid.uuid4().hex)

    ended = at_once(take, 4)
    assert sorted(ended) == ["", "ApplicationChanged", "ApplicationChanged", "ApplicationChanged"]
    assert (Application.objects.get().version, ApplicationEntry.objects.count()) == (1, 1)


def test_possible_and_refused_at_once_is_one_of_them() -> None:
    one, olga = application(), staff("olga")

    def move(number: int) -> object:
        to, reason = ((Stage.POSSIBLE, ""), (Stage.REFUSED, "too_dear"))[number % 2]
        return pipeline.move(one.id, to, by=olga, now=NOW, version=0, key=uuid.uuid4().hex, reason=reason)

    assert at_once(move).count("") == 1
    assert ApplicationEntry.objects.get().after == Application.objects.get().stage


def test_the_same_form_at_once_is_one_line() -> None:
    one, olga = application(), staff("olga")
    at_once(lambda _: pipeline.call(one.id, by=olga, now=NOW, version=0, key="k", reached=False))
    assert ApplicationEntry.objects.count() == 1


def test_notes_at_once_are_numbered_without_gaps() -> None:
    one, olga = application(), staff("olga")
    at_once(lambda number: pipeline.note(one.id, by=olga, now=NOW, key=str(number), text="И"), 12)
    numbers = ApplicationEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 13))


def test_of_two_that_are_each_others_duplicate_one_stays() -> None:
    one, other, olga = application(), application(), staff("olga")

    def mark(number: int) -> object:
        this, that = (one, other) if number % 2 else (other, one)
        return pipeline.mark_duplicate(this.id, that.id, by=olga, now=NOW, version=0, key=uuid.uuid4().hex)

    assert at_once(mark).count("") == 1
    assert Application.objects.filter(stage="refused").count() == 1
