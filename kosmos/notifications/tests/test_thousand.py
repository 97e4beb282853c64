"""A thousand changes of state, gateways that go down and come back, and senders that are killed: each message once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import pytest

from kosmos.charging import services
from kosmos.kernel.models import Outbox
from kosmos.notifications.channels.base import Delivery
from kosmos.notifications.channels.mail import Smtp
from kosmos.notifications.channels.sms import HttpSms
from kosmos.notifications.models import Message, Preference, State
from kosmos.notifications.services import send_due, take_up
from kosmos.notifications.tests.world import FEE, FarEnd, at, mail_server, pay, sms_server, subscribers
from kosmos.subscribers.models import Subscriber

PEOPLE = 250
BOTH = ("email", "sms")
ROOT = Path(__file__).parents[3]


class Stage:
    """The two far ends, and senders that can be killed."""

    def __init__(self, mail: FarEnd, sms: FarEnd) -> None:
        self.mail, self.sms, self.kills = mail, sms, 0
        self.gateways: dict[str, Delivery] = {
            "email": Smtp(url=mail.address, sender="noreply@example.by"),
            "sms": HttpSms(url=sms.address, key="k"),
        }

    def take_up(self, when: str, *, channels: Collection[str] = BOTH) -> None:
        while take_up(now=at(when), channels=channels, limit=200):
            pass

    def send(self, when: str) -> None:
        while send_due(now=at(when), gateways=self.gateways):
            pass

    def send_and_be_killed(self, when: str, *, end: FarEnd, at_message: int, taken: bool) -> None:
        """A sender in a process of its own dies while it hands a message over: before it is taken, or after."""
        command = [sys.executable, "-m", "kosmos.notifications.tests.sender"]
        command += [self.mail.address, self.sms.address, at(when).isoformat()]
        process = subprocess.Popen(command, env=os.environ, cwd=ROOT)

        def kill(count: int) -> None:
            if count == at_message:
                process.send_signal(signal.SIGKILL)

        end.after_taking, end.before_taking = (kill, lambda _: None) if taken else (lambda _: None, kill)
        assert process.wait(timeout=60) == -signal.SIGKILL
        end.after_taking = end.before_taking = lambda _: None
        self.kills += 1

    def got(self, subject: str) -> Counter[str]:
        """Who got how many e-mails with a subject."""
        return Counter(whose for whose, what, _ in self.mail.arrived if what.startswith(subject))


@pytest.mark.usefixtures("committed")
def test_a_thousand_changes_are_each_told_once_and_none_that_is_no_longer_true() -> None:
    accounts = subscribers(PEOPLE, spent=FEE - 100)
    Preference.objects.bulk_create(
        Preference(subscriber=one, topic="payment", channel="email", wanted=False) for one in Subscriber.objects.all()
    )
    with mail_server() as mail, sms_server() as sms:
        stage = Stage(mail, sms)
        _up_while_all_stop(stage)
        _down_while_they_run_and_stop_again(stage, accounts)
        _back_with_kills(stage)
        _all_is_as_it_should_be(stage)


def _up_while_all_stop(stage: Stage) -> None:
    """Day 2: all are blocked; the gateways are up, but senders are killed at both."""
    stage.take_up("2016-11-01T10:00", channels=())
    services.open_days(now=at("2016-11-02T00:00"))
    stage.take_up("2016-11-02T00:01")
    stage.send_and_be_killed("2016-11-02T00:01", end=stage.mail, at_message=61, taken=True)
    stage.send("2016-11-02T00:01")
    assert len(stage.got("Услуга остановлена")) == PEOPLE
    assert not [what for _, what, _ in stage.sms.arrived if "не хватает" in what]
    stage.send_and_be_killed("2016-11-02T09:00", end=stage.sms, at_message=41, taken=False)
    stage.send("2016-11-02T09:00")
    assert set(stage.sms.whose.values()) == {1}


def _down_while_they_run_and_stop_again(stage: Stage, accounts: list[int]) -> None:
    """All pay and run, stop the next day, 200 of them pay again: nothing of it goes out."""
    before = len(stage.mail.arrived), len(stage.sms.arrived)
    stage.mail.down = stage.sms.down = True
    pay(accounts, 100, "2016-11-02T12:00")
    for when in ("2016-11-02T12:01", "2016-11-02T12:30"):
        stage.take_up(when)
        stage.send(when)
    services.open_days(now=at("2016-11-03T00:00"))
    stage.take_up("2016-11-03T00:01")
    stage.send("2016-11-03T09:30")
    pay(accounts[:200], 100, "2016-11-03T11:00")
    stage.take_up("2016-11-03T11:01")
    stage.send("2016-11-03T11:02")
    assert (len(stage.mail.arrived), len(stage.sms.arrived)) == before


def _back_with_kills(stage: Stage) -> None:
    stage.mail.down = stage.sms.down = False
    mails, texts = len(stage.mail.arrived), len(stage.sms.arrived)
    stage.send_and_be_killed("2016-11-03T16:00", end=stage.mail, at_message=mails + 30, taken=False)
    stage.send_and_be_killed("2016-11-03T16:00", end=stage.mail, at_message=mails + 60, taken=True)
    stage.send_and_be_killed("2016-11-03T16:00", end=stage.sms, at_message=texts + 30, taken=True)
    for hour in (17, 18, 19):
        stage.send(f"2016-11-03T{hour}:00")


def _all_is_as_it_should_be(stage: Stage) -> None:
    turned = sum(len(one.about["after"]) for one in Outbox.objects.filter(kind="services_turned"))
    assert turned + PEOPLE >= 1000 - 50
    assert not Message.objects.filter(state__in=(State.QUEUED, State.SENDING, State.FAILED)).exists()
    running, stopped = stage.got("Услуга снова работает"), stage.got("Услуга остановлена")
    assert len(running) == 200
    assert set(running.values()) == {1}
    assert Counter(stopped.values()) == {1: 200, 2: 50}
    assert set(running) == {whose for whose, count in stopped.items() if count == 1}
    assert len(stage.mail.arrived) == running.total() + stopped.total()
    texts = Counter(
        what.partition(":")[0] for _, what, _ in stage.sms.arrived if "снова" in what or "Остановили" in what
    )
    assert sum(texts.values()) == 200 + PEOPLE + 50
    dropped = Message.objects.filter(state=State.DROPPED, reason="not_true", channel="email")
    assert dropped.filter(event="running").count() == PEOPLE
    assert dropped.filter(event="blocked").count() == 200
    for end in (stage.mail, stage.sms):
        repeats = sum(end.tries.values()) - len(end.arrived)
        assert repeats <= stage.kills
    assert sum(stage.sms.tries.values()) == len(stage.sms.arrived)
