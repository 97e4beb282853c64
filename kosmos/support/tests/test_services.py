import uuid
from datetime import timedelta
from typing import Any

import pytest

from kosmos.kernel.errors import DomainError
from kosmos.kernel.models import Outbox
from kosmos.ledger.models import Posting
from kosmos.ledger.services import open_months
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.tests.people import DAY, NOW
from kosmos.support import services
from kosmos.support.errors import (
    FilesTooLarge,
    FileTypeRefused,
    RequestChanged,
    RequestClosed,
    RequestNotClosed,
    TextMissing,
    TextTooLong,
    TooManyEntries,
    TooManyFiles,
    TooManyRequests,
    UnknownRequest,
    UnknownRow,
    UnknownTopic,
)
from kosmos.support.files import Sent
from kosmos.support.models import Attachment, Entry, Piece, Request
from kosmos.support.queries import attachment_of, content_of, conversation_of, queue, request_of, requests_of
from kosmos.support.rules import MOST_FILE_BYTES
from kosmos.support.tests.papers import HTML, JPEG, PNG

BORIS = 20
LATER = NOW + timedelta(hours=1)


def ask(account_id: int, **changes: Any) -> Request:
    wish = {"topic": "internet", "text": "Не работает", "key": uuid.uuid4().hex, "now": NOW, **changes}
    return services.open_request(account_id=account_id, **wish).request


def say(request: Request, text: str = "И ещё", **changes: Any) -> Request:
    wish = {"text": text, "key": uuid.uuid4().hex, "now": LATER, **changes}
    return services.write(account_id=request.account_id, request_id=request.id, **wish).request


def answer(request: Request, staff: StaffMember, **changes: Any) -> Request:
    wish = {"text": "Проверили", "key": uuid.uuid4().hex, "now": LATER, "seen": 99, **changes}
    return services.answer(account_id=request.account_id, request_id=request.id, staff=staff, **wish).request


def reopen(request: Request, **changes: Any) -> services.Written:
    wish = {"text": "Опять", "key": uuid.uuid4().hex, "now": LATER, **changes}
    return services.reopen(account_id=request.account_id, request_id=request.id, **wish)


def test_a_request_has_a_number_and_a_promise(account_id: int) -> None:
    request = ask(account_id, text="Карта 4111 1111 1111 1111\0")
    assert request.state == "new" and request.text == "Карта **** **** **** 1111"
    assert len(request.number) == 6 and request.number.isdecimal()
    assert request.promised_at == NOW + timedelta(hours=3)
    assert list(requests_of(account_id)) == [request]


def test_the_same_form_again_is_the_same_request(account_id: int) -> None:
    first = services.open_request(account_id=account_id, topic="tv", text="Рябит", key="k", now=NOW)
    again = services.open_request(account_id=account_id, topic="tv", text="Рябит", key="k", now=LATER)
    assert (first.fresh, again.fresh, again.request) == (True, False, first.request)
    assert services.open_request(account_id=BORIS, topic="tv", text="Рябит", key="k", now=NOW).fresh


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"topic": "weather"}, UnknownTopic),
        ({"text": " \n\0 "}, TextMissing),
        ({"text": "я" * 5_001}, TextTooLong),
        ({"row": 7}, UnknownRow),
        ({"row": 2**40}, UnknownRow),
        ({"files": [Sent("a.png", HTML)]}, FileTypeRefused),
        ({"files": [Sent("a.png", PNG)] * 6}, TooManyFiles),
    ],
)
def test_what_is_refused_leaves_nothing(account_id: int, changes: dict[str, Any], refused: type[DomainError]) -> None:
    with pytest.raises(refused):
        ask(account_id, **changes)
    assert not Request.objects.exists() and not Piece.objects.exists()


def test_a_request_can_be_about_a_row_of_ones_own(account_id: int) -> None:
    open_months(DAY, DAY)
    Posting.objects.create(
        account_id=BORIS, number=3, posted_on=DAY, posted_at=NOW, amount_kopecks=-86, kind=4, code=1, cause=1
    )
    assert ask(BORIS, row=3).row == 3
    with pytest.raises(UnknownRow):
        ask(account_id, row=3)


def test_whose_turn_it_is(account_id: int, agent: StaffMember) -> None:
    request = say(ask(account_id))
    assert (request.state, request.promised_at) == ("new", NOW + timedelta(hours=3))
    assert services.take(account_id=account_id, request_id=request.id, staff=agent, now=LATER).request.state == "open"
    request = answer(request, agent)
    assert (request.state, request.promised_at, request.owner) == ("answered", None, agent)
    request = say(request)
    assert (request.state, request.promised_at) == ("open", LATER + timedelta(hours=3))
    request = answer(request, agent, closing=True)
    assert (request.state, request.closed_at) == ("closed", LATER)
    request = reopen(request).request
    assert (request.state, request.reopened, request.closed_at) == ("open", 1, None)
    assert [said.kind for said in conversation_of(request)] == [
        *["subscriber"] * 2,
        "answer",
        "subscriber",
        "answer",
        "subscriber",
    ]


def test_every_form_counts_once(account_id: int, agent: StaffMember) -> None:
    request = ask(account_id)
    for _ in range(2):
        say(request, key="a")
        answer(request, agent, key="b")
        services.note(account_id=account_id, request_id=request.id, staff=agent, text="Ага", key="c", now=LATER)
        services.close(account_id=account_id, request_id=request.id, now=LATER)
    for _ in range(2):
        reopen(request, key="d")
    assert Entry.objects.count() == 4 and Request.objects.get().reopened == 1


def test_a_closed_request_takes_nothing_but_a_reason_to_open(account_id: int, agent: StaffMember) -> None:
    request = ask(account_id)
    with pytest.raises(RequestNotClosed):
        reopen(request)
    services.close(account_id=account_id, request_id=request.id, now=LATER)
    with pytest.raises(RequestClosed):
        say(request)
    with pytest.raises(RequestClosed):
        answer(request, agent)
    with pytest.raises(RequestClosed):
        services.take(account_id=account_id, request_id=request.id, staff=agent, now=LATER)
    assert not services.close(account_id=account_id, request_id=request.id, now=LATER).fresh


def test_an_answer_sees_what_was_written(account_id: int, agent: StaffMember) -> None:
    request = say(ask(account_id))
    with pytest.raises(RequestChanged):
        answer(request, agent, seen=0)
    with pytest.raises(RequestChanged):
        services.close_for(account_id=account_id, request_id=request.id, staff=agent, seen=0, now=LATER)
    assert answer(request, agent, seen=1).state == "answered"
    assert services.close_for(account_id=account_id, request_id=request.id, staff=agent, seen=2, now=LATER).fresh


def test_the_subscriber_is_told_of_each_answer_once(account_id: int, agent: StaffMember) -> None:
    request = ask(account_id)
    for _ in range(2):
        answer(request, agent, key="one")
    services.note(account_id=account_id, request_id=request.id, staff=agent, text="Ага", key="two", now=LATER)
    told = Outbox.objects.get(kind="request_answered")
    assert told.account_id == account_id and told.about["number"] == request.number


def test_notes_are_for_staff(account_id: int, agent: StaffMember) -> None:
    request = ask(account_id)
    services.note(account_id=account_id, request_id=request.id, staff=agent, text="Тайна", key="n", now=LATER)
    assert "Тайна" not in [said.text for said in conversation_of(request)]
    assert "Тайна" in [said.text for said in conversation_of(request, with_notes=True)]
    assert Request.objects.get().state == "new"


def test_anothers_request_is_none(account_id: int) -> None:
    request = ask(account_id)
    foreign = {"account_id": BORIS, "request_id": request.id, "now": LATER}
    with pytest.raises(UnknownRequest):
        services.write(text="Моё", key="k", **foreign)  # type: ignore[arg-type]
    with pytest.raises(UnknownRequest):
        services.reopen(text="Моё", key="k", **foreign)  # type: ignore[arg-type]
    with pytest.raises(UnknownRequest):
        services.close(**foreign)  # type: ignore[arg-type]
    with pytest.raises(UnknownRequest):
        request_of(BORIS, request.id)


def test_files_come_back_byte_for_byte(account_id: int) -> None:
    large = JPEG + bytes(range(256)) * 6_000
    request = ask(account_id, files=[Sent("../../снимок.jpg", large), Sent("a.png", PNG)])
    files = conversation_of(request)[0].files
    assert [file.name for file in files] == ["снимок.jpg", "a.png"]
    assert b"".join(content_of(files[0])) == large and Piece.objects.count() == 4
    other = ask(BORIS)
    with pytest.raises(UnknownRequest):
        attachment_of(other, files[0].id)


def test_limits_of_a_day_and_an_hour(account_id: int) -> None:
    first, *_ = [ask(account_id) for _ in range(10)]
    with pytest.raises(TooManyRequests):
        ask(account_id)
    assert ask(BORIS) and ask(account_id, now=NOW + timedelta(days=1))
    for _ in range(30):
        say(first)
    with pytest.raises(TooManyEntries):
        say(first)
    say(first, now=LATER + timedelta(hours=1))


def test_a_days_bytes(account_id: int) -> None:
    request = ask(account_id, files=[Sent("a.png", PNG)])
    Attachment.objects.update(size_bytes=100 * 1024 * 1024 - MOST_FILE_BYTES)
    with pytest.raises(FilesTooLarge):
        say(request, files=[Sent("b.jpg", JPEG.ljust(MOST_FILE_BYTES, b"\0")), Sent("a.png", PNG)])
    assert Entry.objects.count() == 0
    say(request, now=NOW + timedelta(days=1), files=[Sent("b.jpg", JPEG)])


def test_the_queue_is_in_the_order_of_promises(account_id: int, agent: StaffMember) -> None:
    slow, quick = ask(account_id, topic="documents"), ask(BORIS)
    answered = answer(ask(account_id), agent)
    assert [one.request for one in queue(states=["new", "open"])] == [quick, slow]
    assert [one.account_number for one in queue(states=["new"], topic="documents")] == ["100010"]
    assert [one.request for one in queue(states=["new", "answered"], mine=agent.pk)] == [answered]
