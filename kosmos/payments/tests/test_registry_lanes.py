"""A statement is posted on several connections, by several workers at once, and by one whose part fails."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import OperationalError, connections

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.ledger.models import Account, Posting
from kosmos.payments.models import Statement, StatementState, Unidentified
from kosmos.payments.rails.registry.tests.statements import CSV
from kosmos.payments.services.registry import (
    choose,
    keep_profile,
    parts,
    posting,
    pursue_statement,
    take_statement,
)
from kosmos.payments.services.registry.reading import Credits
from kosmos.payments.tests import world
from kosmos.payments.tests.world import NOW

pytestmark = pytest.mark.usefixtures("committed")

FORM = {key: value for key, value in CSV.items() if key != "total"} | {"name": "bank", "provider": "bank"}
HEAD = "номер;дата;время;сумма;комиссия;плательщик;назначение"
ACCOUNTS, LINES, NOBODYS, REPEATED = 12, 90, 9, 5


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Statement:
    """A statement to post in parts of a few lines: some of nobody's, some that repeat others."""
    monkeypatch.setattr(parts, "CHUNK", 7)
    world.operator()
    for number in range(ACCOUNTS):
        world.account(f"1004{number:02}")
    chance = Random(7)
    told = [
        f"{number};23.11.2026;;10,00;0.01;Петров;"
        + ("Перевод" if number % 10 == 0 else f"л/с 1004{chance.randrange(ACCOUNTS):02}")
        for number in range(1, LINES + 1)
    ]
    content = "\r\n".join([HEAD, *told, *told[:REPEATED], ""]).encode("cp1251")
    profile = keep_profile(FORM, now=NOW)
    return choose(take_statement(content, name="day.csv", profile=profile, now=NOW).id, good_only=False)


def is_posted_once(statement: Statement) -> bool:
    """Whether each line stands once, and everything that is counted is right."""
    done = posting.statement_of(statement.id)
    assert (done.state, done.done, done.repeated) == (StatementState.POSTED, LINES + REPEATED, REPEATED)
    assert (done.posted, done.posted_kopecks, done.fee_kopecks) == (LINES, LINES * 10_00, LINES)
    assert (done.nobodys, done.nobodys_kopecks) == (NOBODYS, NOBODYS * 10_00)
    assert Payment.objects.count() == Posting.objects.count() == LINES
    assert Unidentified.objects.count() == NOBODYS
    assert sum(Account.objects.values_list("balance_kopecks", flat=True)) == LINES * 10_00
    return not check_ledger().findings


def test_on_three_connections_every_line_is_posted_once(chosen: Statement) -> None:
    pursue_statement(chosen.id, now=NOW, lanes=3)
    assert is_posted_once(chosen)


def test_workers_that_post_the_same_statement_at_once_post_every_line_once(chosen: Statement) -> None:
    def worker(lanes: int) -> None:
        try:
            pursue_statement(chosen.id, now=NOW, lanes=lanes)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(worker, (1, 2, 2)))
    assert is_posted_once(chosen)


@pytest.mark.parametrize("lanes", [1, 3])
def test_after_a_part_that_failed_the_rest_is_posted_by_the_next_worker(
    chosen: Statement, monkeypatch: pytest.MonkeyPatch, lanes: int
) -> None:
    post, begun = parts.post_part, iter(range(1_000))

    def failing(target: parts.Target, part: Credits) -> parts.Tally:
        if next(begun) == 4:
            raise OperationalError("the server went away")
        return post(target, part)

    with monkeypatch.context() as patch:
        patch.setattr(posting, "post_part", failing)
        with pytest.raises(OperationalError):
            pursue_statement(chosen.id, now=NOW, lanes=lanes)
    assert 0 < Payment.objects.count() < LINES
    assert not check_ledger().findings
    pursue_statement(chosen.id, now=NOW, lanes=lanes)
    assert is_posted_once(chosen)
