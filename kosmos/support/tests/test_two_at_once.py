import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest
from django.db import connection

from kosmos.subscribers.tests.people import NOW
from kosmos.support import services
from kosmos.support.errors import RequestNotClosed, TooManyRequests
from kosmos.support.models import Entry, Request
from kosmos.support.services import Written
from kosmos.support.tests.conftest import people, staff

pytestmark = pytest.mark.usefixtures("committed")


def at_once(do: Callable[[int], Written | None], times: int) -> list[Written | None]:
    """Do something many times on four connections."""

    def done(number: int) -> Written | None:
        try:
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(done, range(times)))


def opened(account_id: int, key: str) -> Written:
    return services.open_request(account_id=account_id, topic="tv", text="Рябит", key=key, now=NOW)


def test_the_same_form_at_once_is_one_request() -> None:
    account_id = people()
    made = at_once(lambda _: opened(account_id, "one"), 8)
    assert [one.fresh for one in made if one].count(True) == 1
    assert Request.objects.count() == 1


def test_the_same_words_at_once_are_one_entry() -> None:
    request = opened(people(), "one").request
    at_once(
        lambda _: services.write(account_id=request.account_id, request_id=request.id, text="И", key="k", now=NOW), 8
    )
    assert Entry.objects.count() == 1


def test_entries_are_numbered_without_gaps() -> None:
    request, agent = opened(people(), "one").request, staff("vera")
    scope = {"account_id": request.account_id, "request_id": request.id, "now": NOW}

    def write_or_note(number: int) -> Written:
        if number % 2:
            return services.write(text="И", key=str(number), **scope)  # type: ignore[arg-type]
        return services.note(text="И", key=str(number), staff=agent, **scope)  # type: ignore[arg-type]

    at_once(write_or_note, 12)
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 13))


def test_a_days_limit_holds_at_once() -> None:
    account_id = people()

    def one_more(number: int) -> Written | None:
        try:
            return opened(account_id, str(number))
        except TooManyRequests:
            return None

    assert [bool(one) for one in at_once(one_more, 16)].count(True) == 10


def test_opened_again_once_by_two() -> None:
    request = opened(people(), "one").request
    services.close(account_id=request.account_id, request_id=request.id, now=NOW)

    def again(_: int) -> Written | None:
        try:
            return services.reopen(
                account_id=request.account_id, request_id=request.id, text="Опять", key=uuid.uuid4().hex, now=NOW
            )
        except RequestNotClosed:
            return None

    assert [bool(one) for one in at_once(again, 4)] != list(repeat(False, 4))
    assert (Request.objects.get().reopened, Entry.objects.count()) == (1, 1)
