"""Statements: read, looked at, posted once, by all lines or the good ones, from where a death left them."""

from datetime import timedelta

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.ledger.models import OperatorPosting, Posting
from kosmos.payments.errors import StatementFaulty
from kosmos.payments.models import Statement, StatementPayment, StatementProfile, StatementState, Unidentified
from kosmos.payments.rails.registry.tests.statements import CSV
from kosmos.payments.services.registry import (
    choose,
    foreseen,
    keep_profile,
    parts,
    posting,
    pursue_statement,
    take_statement,
)
from kosmos.payments.tests.registry_world import pursue_until_killed
from kosmos.payments.tests.world import NOW, account, balance, cases, operator

FORM = {key: value for key, value in CSV.items() if key != "total"} | {"name": "bank", "provider": "bank"}
HEAD = "номер;дата;время;сумма;комиссия;плательщик;назначение\r\n"
GOOD = "17;23.11.2026;09:01:02;25,90;1.03;Янковский;Оплата, л/с 100482\r\n"
OTHER = "18;23.11.2026;;5;0;Петров;л/с 100483\r\n"
NOBODYS = "19;23.11.2026;;7.50;0;Сидоров;Перевод без указания\r\n"
BAD = "20;23.11.2026;;семь;0;Сидоров;л/с 100482\r\n"


@pytest.fixture
def accounts(db: None) -> tuple[int, int]:
    operator()
    return account("100482"), account("100483")


@pytest.fixture
def profile(accounts: tuple[int, int]) -> StatementProfile:
    return keep_profile(FORM, now=NOW)


def take(profile: StatementProfile, *lines: str) -> Statement:
    return take_statement((HEAD + "".join(lines)).encode("cp1251"), name="day.csv", profile=profile, now=NOW)


def post(found: Statement, *, good_only: bool = False) -> Statement:
    return pursue_statement(choose(found.id, good_only=good_only).id, now=NOW)


def test_every_line_is_posted_to_its_account_and_the_fee_to_its_code(
    profile: StatementProfile, accounts: tuple[int, int]
) -> None:
    done = post(take(profile, GOOD, OTHER, NOBODYS))
    assert [balance(one) for one in accounts] == [2590, 500]
    assert (done.state, done.posted, done.nobodys, done.nobodys_kopecks) == (StatementState.POSTED, 3, 1, 750)
    nobodys = Unidentified.objects.get()
    assert (nobodys.payer, nobodys.amount_kopecks, balance(nobodys.account_id)) == ("Сидоров", 750, 750)
    assert OperatorPosting.objects.get().amount_kopecks == 103
    kept = StatementPayment.objects.get(reference="17/23.11.2026")
    assert (kept.line, kept.fee_kopecks, kept.paid_at.hour, kept.payer) == (2, 103, 6, "Янковский")


def test_a_bad_line_stops_all_or_the_good_ones_are_posted(profile: StatementProfile, accounts: tuple[int, int]) -> None:
    found = take(profile, GOOD, BAD, OTHER)
    assert [(fault.line, fault.code, fault.field) for fault in foreseen(found).faults] == [(3, "not_a_sum", "amount")]
    with pytest.raises(StatementFaulty):
        post(found)
    assert [balance(one) for one in accounts] == [0, 0]
    assert post(found, good_only=True).posted == 2
    assert [balance(one) for one in accounts] == [2590, 500]


def test_a_file_sent_twice_and_another_with_the_same_lines_post_nothing_new(
    profile: StatementProfile, accounts: tuple[int, int]
) -> None:
    first = post(take(profile, GOOD, GOOD))
    assert (first.posted, first.repeated) == (1, 1)
    assert take(profile, GOOD, GOOD).id == first.id
    second = post(take(profile, OTHER, GOOD))
    assert (second.posted, second.repeated) == (1, 1)
    assert [balance(one) for one in accounts] == [2590, 500]


def test_a_reference_that_comes_back_with_another_sum_is_a_bad_line_and_a_case(
    profile: StatementProfile, accounts: tuple[int, int]
) -> None:
    post(take(profile, GOOD))
    found = take(profile, GOOD.replace("25,90", "26,90"), OTHER)
    assert [(fault.line, fault.code) for fault in foreseen(found).faults] == [(2, "other_payment")]
    done = post(found, good_only=True)
    assert (done.posted, done.repeated, cases()) == (1, 0, ["statement_other_payment"])
    assert [balance(one) for one in accounts] == [2590, 500]


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("died_after", [1, 2, 3, 4])
def test_one_that_was_killed_goes_on_where_it_was(
    profile: StatementProfile,
    accounts: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    died_after: int,
    *,
    counted: bool,
) -> None:
    monkeypatch.setattr(parts, "CHUNK", 1)
    found = choose(take(profile, GOOD, OTHER, NOBODYS, GOOD).id, good_only=False)
    pursue_until_killed(found, parts=died_after, counted=counted, now=NOW)
    assert Payment.objects.count() == min(died_after, 3)
    done = pursue_statement(found.id, now=NOW + timedelta(minutes=1))
    assert (done.posted, done.posted_kopecks, done.repeated, done.nobodys) == (3, 3840, 1, 1)
    assert [balance(one) for one in accounts] == [2590, 500]
    assert OperatorPosting.objects.get().amount_kopecks == 103
    assert not check_ledger().findings


def test_an_accounts_lines_are_one_part_and_repeats_come_last(
    profile: StatementProfile, accounts: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "CHUNK", 2)
    more = [OTHER.replace("18;", f"{number};") for number in (31, 32)]
    found = take(profile, OTHER, GOOD, NOBODYS, *more, GOOD)
    firsts, repeating = posting.reread(Statement.objects.get(id=found.id)).in_posting_order()
    assert [[line.number for line in part] for part in parts.parts_of(firsts, 0)] == [[4, 3], [2, 5, 6]]
    assert [line.number for line in repeating] == [7]
    assert [list(part) for part in parts.parts_of(firsts, 2)] == [list(firsts[2:])]
    done = post(found)
    assert (done.posted, done.repeated, [balance(one) for one in accounts]) == (5, 1, [2590, 1500])
    assert list(Posting.objects.filter(account_id=accounts[1]).order_by("number").values_list("note", flat=True)) == [
        f"{number}/23.11.2026" for number in (18, 31, 32)
    ]


def test_a_profile_that_changes_is_another_version(profile: StatementProfile) -> None:
    assert keep_profile(FORM, now=NOW).version == 1
    assert keep_profile(FORM | {"skip": 0}, now=NOW).version == 2


def test_the_books_are_right_afterwards(profile: StatementProfile) -> None:
    post(take(profile, GOOD, OTHER, NOBODYS))
    assert not check_ledger().findings
