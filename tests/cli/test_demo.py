"""The demo's people: each is in the state that he should be, to the kopeck, today and a day later."""

import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from kosmos.charging.audit.check import check_ledger
from kosmos.charging.imagining import imagined
from kosmos.charging.queries import account_view
from kosmos.charging.services import lapse_due_promises, open_days
from kosmos.cli.demo import ZONE, play_on, prepare
from kosmos.cli.demo_month import go_on
from kosmos.cli.demo_pages import OWN, show_sign_ins
from kosmos.cli.demo_people import INITIAL_PASSWORD, PASSWORD, PEOPLE, Holding
from kosmos.cli.output import console
from kosmos.config.environment import read_environment
from kosmos.kernel.clock import move, now
from kosmos.kernel.days import business_day
from kosmos.ledger.models import Account, BusinessDay, Posting
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.services.passwords import set_password
from tests.cli.demo_world import HOLDINGS, played, states
from tests.cli.running import kosmos, one_line

FIGURES = {  # balance, what brings it back, what is due, what it lasts until
    "100482": (41_30, None, 0, date(2026, 12, 31)),
    "100513": (1_11, None, 0, date(2026, 12, 5)),
    "100524": (0, 21_50, 0, None),
    "100535": (20_00, 7_50, 0, None),
    "100546": (-22_50, 22_50, 22_50, None),
    "100557": (-19_20, None, 19_20, date(2026, 12, 31)),
    "100568": (-10_48, None, 10_48, date(2026, 12, 5)),
    "100579": (36_12, None, 0, None),
    "100580": (30_00, None, 0, None),
    "100591": (28_97, None, 0, date(2026, 12, 31)),
    "100592": (4_60, 16_90, 0, None),
    "100593": (14_63, None, 0, None),
    "200101": (-25_08, None, 25_08, date(2026, 12, 31)),
    "200102": (112_30, None, 0, date(2027, 2, 1)),
    "300412": (-18_00, None, 18_00, date(2026, 12, 31)),
    "100613": (4_30, None, 0, None),
    "100624": (67_81, None, 0, date(2027, 1, 31)),
}
"""On 3 December, at ten in the morning."""


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo as its first start leaves it."""
    with django_db_blocker.unblock(), played(None):
        yield


def seen() -> tuple[int, int, datetime]:
    return Posting.objects.count(), Account.objects.count(), now().replace(microsecond=0)


def test_today_is_the_third_day_after_the_month(demo: None) -> None:
    assert business_day(now(), ZONE) == date(2026, 12, 3)


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: f"{holding.number} {holding.state}")
def test_everybody_is_in_his_state_to_the_kopeck(demo: None, holding: Holding) -> None:
    view = account_view(holding.number, now=now())
    assert view.state == holding.state
    ahead = view.ahead
    assert FIGURES[holding.number] == (
        ahead.figures.balance,
        ahead.to_be_back_kopecks,
        view.due_kopecks,
        ahead.lasts_until,
    )


def test_all_states_are_there() -> None:
    assert {holding.state for holding in HOLDINGS} == {
        "working", "low", "blocked", "promise", "suspended", "waiting", "closed",
    }  # fmt: skip


def test_the_ledger_holds(demo: None) -> None:
    assert check_ledger().ok


def test_a_second_start_changes_nothing(demo: None) -> None:
    before = seen()
    prepare(20)
    assert play_on(None) is None
    postings, accounts, at = seen()
    assert (postings, accounts) == before[:2]
    assert at - before[2] < timedelta(minutes=1)


def test_days_that_pass_while_it_is_stopped_do_not_pass_in_it(demo: None) -> None:
    with imagined():
        newest = BusinessDay.objects.latest("day").day
        move(now() + timedelta(days=9))
        go_on(zone=ZONE)
        assert business_day(now(), ZONE) == newest


def test_a_day_later_everybody_is_in_the_same_state(demo: None) -> None:
    before = states()
    with imagined():
        move(now() + timedelta(days=1))
        open_days(now=now())
        lapse_due_promises(now=now())
        assert states() == before


def test_the_promise_lapses_and_what_is_low_runs_out(demo: None) -> None:
    with imagined():
        move(now() + timedelta(days=3))
        open_days(now=now())
        lapse_due_promises(now=now())
        later = states()
    assert (later["100568"], later["100513"]) == ("blocked", "blocked")


def test_who_can_sign_in_is_printed_with_what_to_type(demo: None) -> None:
    with console.capture() as printed:
        show_sign_ins(read_environment(), "en")
    shown = printed.get()
    assert all(person.login in shown for person in PEOPLE)
    assert all(holding.number in shown for holding in HOLDINGS)
    assert shown.count(PASSWORD) == len(PEOPLE), "all but one, who has to choose his own, and the agent"
    assert f"{INITIAL_PASSWORD} (to be changed)" in shown


def test_a_password_that_was_changed_is_not_printed(demo: None) -> None:
    with imagined(), console.capture() as printed:
        set_password(SignIn.objects.get(login="thomas"), "another one of his", now())
        show_sign_ins(read_environment(), "ru")
    row = next(line for line in printed.get().splitlines() if " thomas " in line)
    assert INITIAL_PASSWORD not in row
    assert OWN in printed.get()


def test_a_taken_port_is_one_line_before_any_work(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        line = one_line(kosmos("demo", urls={"KOSMOS_HOME": str(tmp_path / "home"), "KOSMOS_PORT": port}))
    assert f"Port {port}" in line
    assert not (tmp_path / "home").exists()
