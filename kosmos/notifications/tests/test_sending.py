"""Messages go out once, by the channels that are wanted, and not when they are no longer true."""

import uuid
from datetime import date

import pytest

from kosmos.catalogue.models import Plan, Price
from kosmos.charging import services
from kosmos.kernel.models import Outbox
from kosmos.kernel.outbox import tell
from kosmos.notifications.channels.base import GatewayDown, Letter, LetterRefused
from kosmos.notifications.models import Gateway, LowSpell, Message, State
from kosmos.notifications.queries import messages_of, settings_of, unread_of
from kosmos.notifications.services import (
    announce_prices,
    choose,
    find_low,
    mark_all_read,
    mark_read,
    publish,
    send_due,
    take_up,
    tell_news,
    withdraw,
)
from kosmos.notifications.services.claims import claim, free_the_left, sender
from kosmos.notifications.tests.world import at, pay, subscribers
from kosmos.subscribers.models import ContactChange, Contract, Subscriber

BOTH = ("email", "sms")
MORNING = "2016-11-02T09:30"


class Far:
    """A gateway that keeps what it is given, in memory; ``fault`` is what it answers instead."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.fault: Exception | None = None

    def send(self, letter: Letter, *, again: bool) -> str:
        if self.fault is not None:
            raise self.fault
        self.letters.append(letter)
        return "far-1"


@pytest.fixture
def far() -> Far:
    return Far()


@pytest.fixture
def account_id(db: None) -> int:
    """An account with one day's money left, of which nothing was taken up yet."""
    account_id = subscribers(1, spent=2900)[0]
    Outbox.objects.all().delete()
    return account_id


def run(far: Far, when: str = MORNING, channels: tuple[str, ...] = BOTH) -> list[str]:
    """Take up and send; the texts that went out now."""
    before = len(far.letters)
    take_up(now=at(when), channels=channels)
    send_due(now=at(when), gateways=dict.fromkeys(channels, far))
    return [letter.subject or letter.text for letter in far.letters[before:]]


def change(person: Subscriber, field: str, before: str, after: str, when: str) -> None:
    """Another contact, as its page would keep it."""
    Subscriber.objects.filter(id=person.id).update(**{field: after})
    ContactChange.objects.create(
        id=uuid.uuid4(), subscriber=person, at=at(when), field=field, before=before, after=after
    )
    account_id = Contract.objects.get(subscriber=person).account_id
    about = {"field": field, "old": before, "new": after}
    tell("contact_changed", account_id=account_id, key=when, at=at(when), about=about)


def test_blocked_is_told_by_all_channels_once(account_id: int, far: Far) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    assert len(run(far)) == 2
    assert run(far) == []
    assert sorted(Message.objects.values_list("channel", flat=True)) == ["cabinet", "email", "sms"]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


def test_blocked_is_dropped_when_it_runs_again(account_id: int, far: Far) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    take_up(now=at("2016-11-02T00:01"), channels=BOTH)
    pay([account_id], 500, "2016-11-02T08:00")
    sent = run(far)
    assert not [one for one in sent if "станов" in one]
    assert Message.objects.filter(event="blocked", state=State.DROPPED, reason="not_true").count() == 2


def test_what_stopped_twice_is_told_once(account_id: int, far: Far) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    pay([account_id], 100, "2016-11-02T08:00")
    services.open_days(now=at("2016-11-03T00:00"))
    sent = run(far, "2016-11-03T09:30")
    assert len([one for one in sent if "становил" in one]) == 1
    assert len([one for one in sent if "становлена" in one]) == 1


def test_an_event_told_again_makes_no_second_message(account_id: int, far: Far) -> None:
    for _ in range(2):
        tell("payment_reversed", account_id=account_id, key="5", at=at(MORNING), about={"kopecks": 5})
        run(far)
        Outbox.objects.all().delete()
    assert len(far.letters) == 1


def test_no_sms_at_night(account_id: int, far: Far) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    assert run(far, "2016-11-02T00:01", ("sms",)) == []
    assert len(run(far, "2016-11-02T09:00", ("sms",))) == 1


def test_a_gateway_that_is_down_rests_longer_each_time_and_is_tried_again(account_id: int, far: Far) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    far.fault = GatewayDown("down")
    for when in ("10:00:00", "10:00:10", "10:00:30", "10:01:00"):
        run(far, f"2016-11-02T{when}", ("email",))
    assert Gateway.objects.get(channel="email").silences == 2
    far.fault = None
    assert len(run(far, "2016-11-02T10:05:00", ("email",))) == 1
    assert Gateway.objects.get(channel="email").silences == 0


def test_what_could_not_be_sent_for_days_is_dropped(account_id: int, far: Far) -> None:
    tell("payment_reversed", account_id=account_id, key="5", at=at(MORNING), about={"kopecks": 5})
    far.fault = GatewayDown("down")
    run(far, MORNING, ("email",))
    far.fault = None
    assert run(far, "2016-11-06T09:30", ("email",)) == []
    assert Message.objects.get(channel="email").reason == "too_late"


def test_a_refused_address_is_not_tried_again(account_id: int, far: Far) -> None:
    tell("payment_reversed", account_id=account_id, key="5", at=at(MORNING), about={"kopecks": 5})
    far.fault = LetterRefused("550 nobody")
    run(far, MORNING, ("email",))
    assert Message.objects.get(channel="email").state == State.FAILED


def test_a_changed_address_is_told_to_the_old_one(account_id: int, far: Far) -> None:
    about = {"field": "email", "old": "old@example.by", "new": "new@example.by"}
    tell("contact_changed", account_id=account_id, key="1", at=at(MORNING), about=about)
    run(far, MORNING, ("email",))
    assert [letter.to for letter in far.letters] == ["old@example.by"]


def test_a_changed_phone_is_told_to_the_old_one_at_any_hour_and_whatever_was_chosen(account_id: int, far: Far) -> None:
    person = Subscriber.objects.get()
    choose(person, wanted={("security", "sms"): False, ("security", "email"): False}, low_days=3)
    night, old, new = "2016-11-02T23:30", person.phone, "+375290000077"
    change(person, "phone", old, new, night)
    run(far, night)
    assert sorted(letter.to for letter in far.letters) == sorted([old, person.email])


def test_an_address_changed_after_the_phone_is_told_to_the_old_phone(account_id: int, far: Far) -> None:
    person = Subscriber.objects.get()
    phone, email = person.phone, person.email
    change(person, "phone", phone, "+375290000077", "2016-11-02T09:30")
    change(person, "email", email, "new@example.by", "2016-11-02T09:40")
    change(person, "phone", "+375290000077", "+375290000078", "2016-11-02T09:41")
    run(far, "2016-11-02T09:45")
    assert {letter.to for letter in far.letters} == {phone, email, "+375290000077"}
    change(person, "email", "new@example.by", "newer@example.by", "2016-11-20T09:40")
    before = len(far.letters)
    run(far, "2016-11-20T09:45")
    assert {letter.to for letter in far.letters[before:]} == {"+375290000078", "new@example.by"}


def test_choices_are_kept_and_security_stays(account_id: int, far: Far) -> None:
    person = Subscriber.objects.get()
    choose(person, wanted={("service", "email"): False, ("security", "email"): False}, low_days=5)
    held = settings_of(person)
    assert held.low_days == 5
    services.open_days(now=at("2016-11-02T00:00"))
    tell("password_changed", account_id=account_id, key="1", at=at(MORNING))
    assert run(far, MORNING, ("email",)) == ["Пароль изменён"]


def test_low_money_is_told_once_in_a_time_of_being_low(db: None, far: Far) -> None:
    account_id = subscribers(1, spent=2400)[0]
    Outbox.objects.all().delete()
    for day in ("02", "03", "04"):
        services.open_days(now=at(f"2016-11-{day}T00:00"))
        find_low(now=at(f"2016-11-{day}T00:05"))
    assert [one.about["days"] for one in Outbox.objects.filter(kind="low")] == [2]
    assert len(run(far, "2016-11-04T10:00")) == 2
    pay([account_id], 3000, "2016-11-04T12:00")
    services.open_days(now=at("2016-11-05T00:00"))
    find_low(now=at("2016-11-05T00:05"))
    assert not LowSpell.objects.exists()


def test_low_money_is_dropped_when_it_was_paid(db: None, far: Far) -> None:
    account_id = subscribers(1, spent=2800)[0]
    Outbox.objects.all().delete()
    find_low(now=at("2016-11-01T10:00"))
    take_up(now=at("2016-11-01T10:00"), channels=BOTH)
    pay([account_id], 9000, "2016-11-01T11:00")
    assert not [one for one in run(far, "2016-11-01T12:00") if "хватит" in one or "закончатся" in one]


def test_a_new_price_is_told_once_to_whoever_has_the_plan(account_id: int, far: Far) -> None:
    plan = Plan.objects.get(code="net")
    Price.objects.create(plan=plan, from_on=date(2016, 12, 1), fee_kopecks=3300)
    assert [announce_prices(now=at(f"2016-11-{day}T09:30")) for day in ("10", "20", "21")] == [0, 1, 0]
    assert len(run(far, "2016-11-20T09:40")) == 2


def test_news_are_told_once_to_each_holder(db: None, far: Far) -> None:
    subscribers(3)
    Outbox.objects.all().delete()
    publish(title={"ru": "Работы на сети"}, body={"ru": "Ночью связи не будет."}, now=at(MORNING))
    while tell_news(now=at(MORNING), channels=BOTH, batch=2):
        pass
    assert Message.objects.filter(event="news", channel="cabinet").count() == 3
    gone = publish(title={"ru": "Ошибка"}, body={"ru": "Ошибка"}, now=at(MORNING))
    assert withdraw(gone)
    assert tell_news(now=at(MORNING), channels=BOTH) == 0


def test_the_list_counts_what_is_unread_until_it_is_read(account_id: int) -> None:
    for key in ("1", "2", "3"):
        tell("payment_reversed", account_id=account_id, key=key, at=at(MORNING), about={"kopecks": 5})
    take_up(now=at(MORNING), channels=())
    assert unread_of([account_id]) == 3
    listed, more = messages_of([account_id], language="ru", now=at(MORNING))
    assert (len(listed), more) == (3, False)
    assert mark_read([account_id], listed[0].id, now=at(MORNING))
    assert not mark_read([account_id + 1], listed[1].id, now=at(MORNING))
    assert not mark_read([account_id], uuid.uuid4(), now=at(MORNING))
    assert mark_all_read([account_id], now=at(MORNING), through=at(MORNING)) == 2
    assert unread_of([account_id]) == 0


@pytest.mark.usefixtures("committed")
def test_two_senders_get_no_message_twice_and_the_dead_leave_theirs() -> None:
    account_id = subscribers(1)[0]
    for key in range(10):
        tell("payment_reversed", account_id=account_id, key=str(key), at=at(MORNING), about={"kopecks": 5})
    Outbox.objects.exclude(kind="payment_reversed").delete()
    take_up(now=at(MORNING), channels=("email",))
    with sender() as first, sender() as second:
        mine, others = (claim(one, "email", now=at(MORNING), limit=6) for one in (first, second))
        assert not {one.key for one in mine} & {one.key for one in others}
        assert len(mine) + len(others) == 10
    assert free_the_left() == 0
    Message.objects.filter(channel="email").update(state=State.SENDING, claimed_by=7)
    assert free_the_left() == 10
