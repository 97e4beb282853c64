"""ERIP online: credited once, by a result alone, whatever is repeated, late, other or contradictory."""

from datetime import timedelta

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.payments.models import EripReply, EripTransaction, RawMessage
from kosmos.payments.rails.erip.answers import read_answer
from kosmos.payments.rails.erip.carrying import as_form
from kosmos.payments.rails.erip.messages import Finished, Info, Noted, Refused, Started
from kosmos.payments.rails.erip.requests import write_request
from kosmos.payments.rails.erip.signature import check, header_of
from kosmos.payments.services.erip import EripDoor, answer_erip
from kosmos.payments.tests import erip_world, world
from kosmos.payments.tests.erip_world import begun, info, result, say, start, state_of, storn, storned
from kosmos.payments.tests.world import NOW, balance, cases, credited

LOCK = timedelta(minutes=30)


@pytest.fixture
def account_id(db: None) -> int:
    """An account with nothing on it."""
    world.operator()
    return world.account()


def test_a_payment_from_the_first_question_to_the_receipt(account_id: int) -> None:
    told = say(info())
    assert isinstance(told, Info)
    assert (told.demand.debt_kopecks, told.name, told.address) == (0, None, None)
    number = begun()
    assert balance(account_id) == 0
    assert isinstance(say(result(number=number)), Finished)
    assert credited(account_id) == [("T1", 2500)]
    assert state_of() == "committed"
    assert not check_ledger().findings


def test_copies_are_answered_alike_and_change_nothing(account_id: int) -> None:
    first = start(request="a")
    answers = {repr(say(one)) for one in (first, first, start(request="b"))}
    assert len(answers) == 1
    done = result(request="c")
    assert {repr(say(one)) for one in (done, done, result(request="d"))} == {
        repr(Finished(("Оплата зачислена. Спасибо!",)))
    }
    assert repr(say(first)) in answers
    assert credited(account_id) == [("T1", 2500)]
    assert EripTransaction.objects.count() == 1


def test_the_account_is_held_for_half_an_hour(account_id: int) -> None:
    begun("T1")
    other = start("T2", request="b")
    assert isinstance(say(other, NOW + LOCK - timedelta(seconds=1)), Refused)
    assert isinstance(say(other, NOW + LOCK), Refused), "a copy of what was refused"
    assert isinstance(say(start("T2"), NOW + LOCK), Started)
    say(result("T1"), NOW + 2 * LOCK)
    say(result("T2"), NOW + 2 * LOCK)
    assert sorted(credited(account_id)) == [("T1", 2500), ("T2", 2500)], "one that came late is credited too"


def test_an_error_cancels_and_sets_the_account_free(account_id: int) -> None:
    begun("T1")
    failed = result("T1", "нет денег")
    assert say(failed) == say(failed) == Finished()
    assert (state_of("T1"), balance(account_id)) == ("cancelled", 0)
    assert isinstance(say(start("T2")), Started)
    assert isinstance(say(result("T1")), Refused), "it failed, and is not paid now"
    assert cases() == ["erip_contradiction"]
    assert balance(account_id) == 0


@pytest.mark.parametrize(
    "request_",
    [
        start("T1", 2501),
        start("T1", account="100483"),
        result("T1", account="100483"),
        result("T1", number="77"),
        result("T1", "нет денег"),
    ],
)
def test_what_contradicts_a_payment_changes_nothing(account_id: int, request_: object) -> None:
    world.account("100483")
    begun("T1")
    say(result("T1"))
    assert isinstance(say(request_), Refused)  # type: ignore[arg-type]
    assert credited(account_id) == [("T1", 2500)]
    assert (state_of(), cases()) == ("committed", ["erip_contradiction"])


def test_a_request_id_does_not_make_another_payment_a_copy(account_id: int) -> None:
    begun("T1")
    say(result("T1", request="same"))
    begun("T2")
    assert isinstance(say(result("T2", request="same")), Finished)
    assert sorted(credited(account_id)) == [("T1", 2500), ("T2", 2500)]
    assert isinstance(say(result("T1", "нет денег", request="same")), Refused)


@pytest.mark.parametrize("amount", [0, 500_001])
def test_amounts_outside_the_limits_are_refused(account_id: int, amount: int) -> None:
    assert isinstance(say(start(amount=amount)), Refused)
    assert not EripTransaction.objects.exists()


def test_strangers_other_money_and_nothing_are_refused(account_id: int) -> None:
    assert isinstance(say(info("999999")), Refused)
    assert isinstance(say(start(account="999999")), Refused)
    assert isinstance(say(start(account="suspense-erip")), Refused)
    assert isinstance(say(result("T9")), Refused)
    assert cases() == ["erip_result_of_nothing"]
    assert say(result("T9", "нет денег")) == Finished()
    dollars = start()
    object.__setattr__(dollars, "head", erip_world.head(currency=840))
    assert isinstance(say(dollars), Refused)
    assert not EripTransaction.objects.exists()


def test_a_storn_takes_back_once(account_id: int) -> None:
    begun()
    assert isinstance(say(storn()), Refused), "not paid yet"
    say(result())
    assert isinstance(say(storned()), Refused), "nobody began it"
    for step in (storn(), storn(), storned(), storned(), storn()):
        assert say(step) == Noted()
    assert (state_of(), balance(account_id)) == ("storn_committed", 0)
    assert isinstance(say(storned(yes=False)), Refused)
    assert not check_ledger().findings


def test_a_storn_that_failed_leaves_the_payment(account_id: int) -> None:
    begun()
    say(result())
    stays = storned(yes=False, request="n1")
    say(storn(request="s1"))
    assert say(stays) == Noted()
    assert (state_of(), balance(account_id)) == ("committed", 2500)
    say(storn(request="s2"))
    assert say(stays) == Noted(), "late copies of the first try"
    assert say(storn(request="s1")) == Noted()
    assert state_of() == "storn_started"
    assert isinstance(say(storn(amount=100)), Refused)
    assert say(storned()) == Noted()
    assert balance(account_id) == 0


def test_from_bytes_to_bytes_signed_both_ways(account_id: int) -> None:
    door = EripDoor(salt="соль")
    xml = write_request(start())
    kind, body = as_form(xml)
    reply = answer_erip(body, content_type=kind, signature=header_of(xml, "соль"), door=door, now=NOW)
    check(reply.body, reply.signature, "соль")
    assert isinstance(read_answer(reply.body), Started)
    assert reply.content_type == "text/xml; charset=windows-1251"
    forged = answer_erip(body, content_type=kind, signature=header_of(xml, "сахар"), door=door, now=NOW)
    assert read_answer(forged.body) == Refused(("Подпись запроса неверна.",))
    broken = answer_erip(b"XML=%3C", content_type=kind, signature="", door=EripDoor(), now=NOW)
    assert isinstance(read_answer(broken.body), Refused)
    assert RawMessage.objects.count() == 3
    assert EripReply.objects.count() == 1
