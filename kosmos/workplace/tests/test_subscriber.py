"""The subscriber on one page, and the timeline: whole, in order, and cheap."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from kosmos.connections.tests.signing_world import NOW
from kosmos.notifications.services import take_up
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.subscribers.models import Contract
from kosmos.subscribers.queries import subscriber_of
from kosmos.support.identity import begin_check, judge_check
from kosmos.workplace.notes import add_note
from kosmos.workplace.subscriber import person_of, subscriber_page
from kosmos.workplace.tests.stories import Told, told
from kosmos.workplace.timeline import PARTS, Line, Place, timeline
from tests.statements import counted_statements


@pytest.fixture
def story(db: None) -> Told:
    """All that happened to Anna."""
    return told()


def lines_of(story: Told, *, parts: tuple[str, ...] = PARTS, limit: int = 100) -> list[Line]:
    """The whole timeline, page by page."""
    found: list[Line] = []
    after: Place | None = None
    while True:
        page = timeline(story.account_id, subscriber_of(story.account_id), parts=parts, after=after, limit=limit)
        found += page.lines
        after = page.following
        if after is None:
            return found


def test_the_page_holds_all_that_stands_around_an_account(story: Told) -> None:
    page = subscriber_page(story.account_id, now=story.now)
    assert page.subscriber.name == "Анна Иванова"
    assert page.home is not None
    assert page.home.state == "working"
    assert [note.text for note in page.around.notes] == ["Просит звонить после шести"]
    assert [(one.topic, one.state) for one in page.around.requests] == [("tv", "answered")]
    assert [one.stage for one in page.around.applications] == ["contract_signed"]
    assert [one.name for one in page.around.orders] == [{"ru": "Роутер"}]
    assert not page.others


def test_looked_at_again_the_page_is_three_statements(story: Told) -> None:
    subscriber_page(story.account_id, now=story.now, play=True)
    with counted_statements() as sent:
        subscriber_page(story.account_id, now=story.now)
        timeline(story.account_id, subscriber_of(story.account_id), parts=PARTS)
    assert len(sent) == 5, sent


def test_other_accounts_of_the_same_subscriber_stand_beside(story: Told) -> None:
    holder = subscriber_of(story.account_id)
    Contract.objects.create(
        account_id=_another(story.account_id),
        number="2",
        signed_on=NOW.date(),
        subscriber=holder,
        city="Минск",
        street="Красная",
        house="6",
    )
    page = subscriber_page(story.account_id, now=story.now)
    assert page.account_id == story.account_id
    assert [(one.number, one.contract.street) for one in page.others] == [("100482", "Красная")]


def _another(account_id: int) -> int:
    from kosmos.ledger.models import AccountNumber  # noqa: PLC0415

    found: int = AccountNumber.objects.exclude(account_id=account_id).get(number="100482").account_id
    return found


@pytest.mark.parametrize("account_id", [99_999, 2**70])
def test_an_account_without_a_contract_has_no_page(story: Told, account_id: int) -> None:
    with pytest.raises(UnknownSubscriber):
        subscriber_page(account_id, now=story.now)


def test_the_last_check_of_who_asked_is_there(story: Told) -> None:
    check = begin_check(story.account_id, by=story.agent, now=story.now)
    judge_check(check.id, {}, by=story.agent, now=story.now)
    found = subscriber_page(story.account_id, now=story.now).around.check
    assert found is not None
    assert (found.passed, found.right, found.by) == (False, 0, "Olga")


def test_what_is_personal_is_masked_unless_asked_for(story: Told) -> None:
    contract = Contract.objects.select_related("subscriber").get(account_id=story.account_id)
    with override("ru"):
        masked = person_of(contract, named=True, whole=False)
        nameless = person_of(contract, named=False, whole=False)
        whole = person_of(contract, named=True, whole=True)
    assert (masked.name, masked.phone, masked.email) == ("Анна Иванова", "+375 29 ··· ·· 67", "a···@example.by")
    assert (masked.address, masked.dialled) == ("Минск, Сурганова, 17, кв. ···", "")
    assert nameless.name == "А··· И···"
    assert (whole.phone, whole.dialled) == ("+375291234567", "+375291234567")
    assert whole.address == "Минск, Сурганова, 17, кв. 34"


def test_the_timeline_has_everything_and_who_did_it(story: Told) -> None:
    take_up(now=story.now, channels=("email", "sms"))
    lines = lines_of(story)
    assert {(line.what, line.part) for line in lines} >= {
        ("posting", "money"),
        ("message", "services"),
        ("message", "messages"),
        ("request", "requests"),
        ("entry", "requests"),
        ("application", "applications"),
        ("note", "notes"),
    }
    assert {line.part for line in lines} <= set(PARTS)
    assert {line.who for line in lines if line.what in {"note", "entry"}} == {"Olga"}
    paid = next(line for line in lines if line.what == "posting" and line.data["kopecks"] == 200_00)
    assert paid.row is not None
    assert (paid.row.kind, paid.row.amount_kopecks) == ("payment", 200_00)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_have_every_line_once_the_newest_first(story: Told, limit: int) -> None:
    for number in range(5):
        add_note(account_id=story.account_id, text=f"В тот же миг {number}", key=str(number), by=story.agent, now=NOW)
    whole, paged = lines_of(story), lines_of(story, limit=limit)
    assert [line.key for line in paged] == [line.key for line in whole]
    assert len({line.key for line in whole}) == len(whole)
    assert [line.at for line in whole] == sorted((line.at for line in whole), reverse=True)


@pytest.mark.parametrize("part", PARTS)
def test_only_the_parts_asked_for_come(story: Told, part: str) -> None:
    take_up(now=story.now + timedelta(minutes=1), channels=("email",))
    whole = [line.key for line in lines_of(story) if line.part == part]
    assert [line.key for line in lines_of(story, parts=(part,), limit=2)] == whole
