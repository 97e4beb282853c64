"""Notes about an account: kept once a form, masked, never empty, the newest first."""

from datetime import timedelta

import pytest

from kosmos.subscribers.acts import AuditRecord
from kosmos.subscribers.tests.people import NOW
from kosmos.support.tests.conftest import people, staff
from kosmos.support.tests.test_two_at_once import at_once
from kosmos.workplace.around import NOTES, around
from kosmos.workplace.errors import NoteMissing, NoteTooLong
from kosmos.workplace.models import Note
from kosmos.workplace.notes import LONGEST_NOTE, add_note


@pytest.fixture
def account_id(db: None) -> int:
    """Anna's account."""
    return people()


def test_a_note_is_kept_once_for_its_form(account_id: int) -> None:
    agent = staff("vera")
    assert add_note(account_id=account_id, text=" Просит звонить вечером \n", key="k", by=agent, now=NOW)
    assert not add_note(account_id=account_id, text="Просит звонить вечером", key="k", by=agent, now=NOW)
    assert [(note.text, note.by) for note in Note.objects.all()] == [("Просит звонить вечером", agent)]
    assert [(act.action, act.staff) for act in AuditRecord.objects.all()] == [("note_added", agent)]


def test_a_card_number_in_a_note_is_masked(account_id: int) -> None:
    add_note(account_id=account_id, text="Платил с 4111 1111 1111 1111", key="k", by=staff("vera"), now=NOW)
    assert Note.objects.get().text == "Платил с **** **** **** 1111"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param(" \n\x00", NoteMissing, id="nothing"),
        pytest.param("щ" * (LONGEST_NOTE + 1), NoteTooLong, id="too much"),
    ],
)
def test_a_note_says_something_and_not_too_much(account_id: int, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        add_note(account_id=account_id, text=text, key="k", by=staff("vera"), now=NOW)
    assert not Note.objects.exists()


def test_the_newest_stand_first_and_more_are_told_of(account_id: int) -> None:
    agent = staff("vera")
    for number in range(NOTES + 1):
        assert not around(account_id, sign_in_id=1).more
        at = NOW + timedelta(minutes=number)
        add_note(account_id=account_id, text=f"Заметка {number}", key=str(number), by=agent, now=at)
    found = around(account_id, sign_in_id=1)
    assert [note.text for note in found.notes] == [f"Заметка {number}" for number in range(NOTES, 0, -1)]
    assert found.more == {"note"}


@pytest.mark.usefixtures("committed")
def test_the_same_form_at_once_is_one_note() -> None:
    account_id = people()
    agent = staff("vera")

    def noted(_: int) -> None:
        assert add_note(account_id=account_id, text="Раз", key="k", by=agent, now=NOW) in {True, False}

    at_once(noted, 8)
    assert Note.objects.count() == 1
