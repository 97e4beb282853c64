"""The audit finds nothing in what the engine did, whatever happens meanwhile, and says where it looked."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from kosmos.charging.audit import Report, check_ledger
from kosmos.charging.models import Payment
from kosmos.charging.scenario.player import ZONE
from kosmos.charging.services import NewPayment, open_days, post_payments
from kosmos.charging.tests.audit_world import CHANGE, play_committed, play_story, tamper
from kosmos.ledger.models import Account, Posting
from kosmos.ledger.services.seals import seal_days

NEXT_DAY = datetime(2016, 12, 6, tzinfo=ZONE)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_found_in_a_story(seed: int) -> None:
    with transaction.atomic():
        play_story(seed)
        seal_days()
        report = check_ledger()
        assert [finding.message for finding in report.findings] == []
        assert report.postings == Posting.objects.count() > 0
        assert report.sealed_through == report.closed_through is not None
        transaction.set_rollback(True)


@pytest.fixture
def world(committed: None) -> Iterator[None]:
    """Three accounts' 35 days, committed and sealed through 4 December."""
    play_committed()
    seal_days()
    yield


def test_first_day_that_differs_is_named(world: None) -> None:
    tamper(CHANGE.format("note = 'x'", 1, 8))
    tamper(CHANGE.format("note = 'x'", 1, 3))
    found = [finding.day.isoformat() for finding in check_ledger().findings if finding.day]
    assert found == ["2016-11-02", "2016-11-05"]


def test_sealing_anew_what_was_changed_breaks_the_chain(world: None) -> None:
    """One who may change the seals too must seal every later day anew: the last seal, noted elsewhere, tells."""
    before = check_ledger().last_seal
    tamper(CHANGE.format("note = 'x'", 1, 3))
    tamper("UPDATE ledger_businessday SET seal = NULL WHERE day = '2016-11-02'")
    seal_days()
    assert [finding.day.isoformat() for finding in check_ledger().findings if finding.day] == ["2016-11-03"]
    tamper("UPDATE ledger_businessday SET seal = NULL")
    seal_days()
    report = check_ledger()
    assert report.ok
    assert report.last_seal != before


def test_findings_are_counted_though_few_are_kept(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kosmos.charging.audit.report.KEPT", 3)
    tamper("UPDATE ledger_posting SET code = 3 WHERE kind = 4")
    report = check_ledger()
    assert report.counts["malformed"] == 68
    assert len(report.findings) == 3


def test_ranges_of_accounts_find_the_same(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tamper(CHANGE.format("amount_kopecks = -80", 1, 3))
    whole = check_ledger()
    monkeypatch.setattr("kosmos.charging.audit.check.RANGE", 1)
    told: list[tuple[str, int, int]] = []
    by_account = check_ledger(progress=lambda *step: told.append(step))
    assert by_account.as_dict() == whole.as_dict()
    assert [step for step in told if step[0] == "postings"][-1] == ("postings", 83, 83)


def test_seals_and_trial_balance_are_of_days_up_to_the_one_asked_for(world: None) -> None:
    tamper(CHANGE.format("note = 'x'", 2, 6))
    through = date(2016, 12, 2)
    report = check_ledger(through=through)
    assert report.ok
    assert report.closed_through == report.sealed_through == through


def test_an_empty_database_has_nothing_wrong(committed: None) -> None:
    report = check_ledger()
    assert report.ok
    assert (report.accounts, report.postings, report.closed_through) == (0, 0, None)


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_posting_2016_11", "ledger_operatorposting"])
@pytest.mark.parametrize("change", ["UPDATE {} SET posted_on = posted_on", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_postings(world: None, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_payments_and_an_opening_meanwhile_are_no_finding(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients pay and a day opens while ledgers are checked, account by account: nothing is found."""
    monkeypatch.setattr("kosmos.charging.audit.check.RANGE", 1)
    enough = threading.Event()
    failures: list[BaseException] = []

    def pay() -> None:
        try:
            for index in range(10_000):
                if enough.is_set():
                    return
                payments = [NewPayment(account, 100 + index, f"{account}-{index}") for account in ids]
                post_payments(payments, now=NEXT_DAY + timedelta(seconds=index))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    ids = list(Account.objects.values_list("id", flat=True))
    client = threading.Thread(target=pay)
    client.start()
    try:
        reports = [check_ledger() for _ in range(5)]
        open_days(now=NEXT_DAY)
        reports += [check_ledger() for _ in range(5)]
    finally:
        enough.set()
        client.join()
    assert failures == []
    assert [message for report in reports for message in _messages(report)] == []
    assert Payment.objects.count() > 10
    assert reports[-1].postings > reports[0].postings


def _messages(report: Report) -> list[str]:
    return [finding.message for finding in report.findings]
