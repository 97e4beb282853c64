"""The audit finds nothing in what the engine did, and whatever was changed behind its back."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from kosmos.charging.audit import Report, check_ledger
from kosmos.charging.models import Payment
from kosmos.charging.scenario.player import ZONE
from kosmos.charging.services import NewPayment, open_days, post_payments
from kosmos.charging.tests.audit_world import play_committed, play_story, tamper
from kosmos.ledger.models import Account, Posting
from kosmos.ledger.services.seals import seal_days

NEXT_DAY = datetime(2016, 12, 6, tzinfo=ZONE)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
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


CHANGE = "UPDATE ledger_posting SET {} WHERE account_id = {} AND number = {}"
BALANCE = "UPDATE ledger_account SET {} WHERE id = {}"
ADD = (
    "INSERT INTO ledger_posting (account_id, number, amount_kopecks, kind, code, cause, posted_on, posted_at)"
    " VALUES ({}, {}, {}, 8, 1, 0, '{}', '{} 12:00+03')"
)
RENUMBER = "UPDATE ledger_posting SET number = number - 1 WHERE account_id = 1 AND number > 15"

TAMPERINGS: dict[str, tuple[list[str], set[str], str]] = {
    "a share's amount": (
        [CHANGE.format("amount_kopecks = -80", 1, 3)],
        {"balance", "wrong_amount", "seal", "trial_balance"},
        "account 1, posting 3, 2016-11-02: the share is -0.80, but price",
    ),
    "a share's amount and the balance with it": (
        [CHANGE.format("amount_kopecks = -80", 1, 3), BALANCE.format("balance_kopecks = balance_kopecks + 6", 1)],
        {"wrong_amount", "seal"},
        "account 1, posting 3, 2016-11-02: the share is -0.80, but price",
    ),
    "a payment's amount and the balance with it": (
        [
            CHANGE.format("amount_kopecks = 40000", 1, 1),
            BALANCE.format("balance_kopecks = balance_kopecks + 10000", 1),
        ],
        {"payment_without_posting", "seal"},
        "account 1, posting 1, 2016-11-01: payment a of 300.00 has no posting like it (posted: 400.00)",
    ),
    "a one-off charge's amount and the balance with it": (
        [
            CHANGE.format("amount_kopecks = -1", 1, 10),
            BALANCE.format("balance_kopecks = balance_kopecks + 699", 1),
        ],
        {"seal"},
        "2016-11-05: the seal does not fit: sealed with 3 postings and -8.89 in total, now 3 and -1.90",
    ),
    "an accrual's amount": (
        [CHANGE.format("amount_kopecks = -1", 2, 5)],
        {"balance", "wrong_amount", "accrued", "paid_early", "seal", "trial_balance"},
        "account 2, posting 5, 2016-12-01: the accrual is -0.01, but price",
    ),
    "a give-back's amount": (
        [CHANGE.format("amount_kopecks = 361", 2, 3)],
        {"balance", "wrong_amount", "seal", "trial_balance"},
        "account 2, posting 3, 2016-11-25: the give back is 3.61, but price",
    ),
    "a share deleted": (
        ["DELETE FROM ledger_posting WHERE account_id = 1 AND number = 15"],
        {"balance", "last_number", "number_gap", "not_charged", "seal", "trial_balance"},
        "account 1, posting 16: the numbers before this one are not 1, 2, 3",
    ),
    "a share deleted, the others renumbered and the account made to fit": (
        [
            "DELETE FROM ledger_posting WHERE account_id = 1 AND number = 15",
            RENUMBER,
            BALANCE.format("balance_kopecks = balance_kopecks + 86, last_number = last_number - 1", 1),
        ],
        {"not_charged", "seal"},
        "account 1, 2016-11-07: subscription 1 runs, but 1 days from this one on are neither charged",
    ),
    "the last payment deleted": (
        ["DELETE FROM ledger_posting WHERE account_id = 3"],
        {"balance", "last_number", "payment_without_posting", "seal", "trial_balance"},
        "account 3, posting 1, 2016-12-01: payment e of 1.50 has no posting like it (posted: none)",
    ),
    "a posting added": (
        [ADD.format(3, 2, 500, "2016-12-02", "2016-12-02")],
        {"balance", "last_number", "seal", "trial_balance"},
        "account 3: the balance is 1.50, but the postings add up to 6.50",
    ),
    "a correction added and the account made to fit": (
        [
            ADD.format(3, 2, 500, "2016-12-02", "2016-12-02"),
            BALANCE.format("balance_kopecks = balance_kopecks + 500, last_number = 2", 3),
        ],
        {"seal"},
        "2016-12-02: the seal does not fit: sealed with 2 postings and -1.83 in total, now 3 and 3.17",
    ),
    "a payment added that nobody made": (
        [
            ADD.format(3, 2, 500, "2016-12-05", "2016-12-05").replace("8, 1, 0", "1, 10, 0"),
            BALANCE.format("balance_kopecks = balance_kopecks + 500, last_number = 2", 3),
        ],
        {"posting_without_payment"},
        "account 3, posting 2, 2016-12-05: 5.00 were posted as a payment, but there is no such payment",
    ),
    "a posting of an account that is not there": (
        [ADD.format(99, 1, 500, "2016-12-05", "2016-12-05")],
        {"unknown_account"},
        "account id 99: there are 1 postings of account id 99, which does not exist",
    ),
    "a number": (
        [CHANGE.format("number = 500", 1, 15)],
        {"last_number", "number_gap", "day_order", "seal"},
        "account 1, posting 16: the numbers before this one are not 1, 2, 3",
    ),
    "two postings with one number": (
        [CHANGE.format("number = 14", 1, 15)],
        {"last_number", "number_gap", "seal", "payment_without_posting"} - {"payment_without_posting"},
        "account 1, posting 14: the numbers before this one are not 1, 2, 3",
    ),
    "the last number": (
        [BALANCE.format("last_number = last_number + 1", 1)],
        {"last_number"},
        "account 1: the last number is 73, but there are 72 postings up to number 72",
    ),
    "a balance": (
        [BALANCE.format("balance_kopecks = balance_kopecks + 1", 3)],
        {"balance", "trial_balance"},
        "account 3: the balance is 1.51, but the postings add up to 1.50",
    ),
    "what is accrued": (
        [BALANCE.format("accrued_kopecks = accrued_kopecks + 100", 2)],
        {"accrued"},
        "account 2: accrued and unpaid are 23.00 and 12.00, but this month's postings give 22.00 and 12.00",
    ),
    "what is unpaid": (
        [BALANCE.format("unpaid_kopecks = unpaid_kopecks - 1", 2)],
        {"accrued"},
        "account 2: accrued and unpaid are 22.00 and 11.99, but this month's postings give 22.00 and 12.00",
    ),
    "figures of an account without accruals": (
        [BALANCE.format("accrued_kopecks = 100, unpaid_kopecks = 100", 1)],
        {"accrued"},
        "account 1: accrued and unpaid are 1.00 and 1.00, but this month's postings give 0.00 and 0.00",
    ),
    "a share moved to the day before": (
        [CHANGE.format("posted_on = posted_on - 1", 1, 6)],
        {"wrong_day", "seal"},
        "account 1, posting 6, 2016-11-03: the day does not fit: posted at a moment of 2016-11-04",
    ),
    "a share moved to another day in every respect": (
        [
            CHANGE.format(
                "posted_on = '2016-11-06', from_on = '2016-11-06', posted_at = '2016-11-06 12:00+03',"
                " amount_kopecks = -87",
                1,
                15,
            ),
            BALANCE.format("balance_kopecks = balance_kopecks - 1", 1),
        ],
        {"charged_twice", "not_charged", "seal"},
        "account 1, posting 15, 2016-11-06: subscription 1 has 2 shares of one day",
    ),
    "a share's price": (
        [CHANGE.format("price_id = (SELECT max(id) - 1 FROM catalogue_price)", 1, 3)],
        {"wrong_amount", "price_of_another", "seal"},
        "account 1, posting 3, 2016-11-02: price",
    ),
    "a share's price to one that is not there": (
        [CHANGE.format("price_id = 12345678", 1, 3)],
        {"unknown_price", "seal"},
        "account 1, posting 3, 2016-11-02: there is no price 12345678",
    ),
    "a price after it was charged": (
        ["UPDATE catalogue_price SET from_on = '2016-12-01' WHERE fee_kopecks = 2590"],
        {"price_not_in_force"},
        "account 1, posting 2, 2016-11-01: price",
    ),
    "a share made a one-off charge": (
        [CHANGE.format("kind = 3, code = 2", 1, 3)],
        {"malformed", "not_charged", "seal"},
        "account 1, posting 3, 2016-11-02: a posting of kind one off cannot say what this one says",
    ),
    "a share made a one-off charge in every respect": (
        [CHANGE.format("kind = 3, code = 2, price_id = NULL, from_on = NULL, subscription = NULL", 1, 3)],
        {"not_charged", "seal"},
        "account 1, 2016-11-02: subscription 1 runs, but 1 days from this one on are neither charged",
    ),
    "a posting's code": (
        [CHANGE.format("code = 3", 1, 3)],
        {"malformed", "seal"},
        "account 1, posting 3, 2016-11-02: a posting of kind share cannot say what this one says",
    ),
    "a note": (
        [CHANGE.format("note = 'so it was agreed'", 1, 10)],
        {"seal"},
        "2016-11-05: the seal does not fit",
    ),
    "a payment's row deleted": (
        ["DELETE FROM charging_payment WHERE reference = 'a'"],
        {"posting_without_payment"},
        "account 1, posting 1, 2016-11-01: 300.00 were posted as a payment, but there is no such payment",
    ),
    "a payment's reversal forgotten": (
        ["UPDATE charging_payment SET reversed_by = NULL WHERE reference = 'b'"],
        {"reversal_of_nothing"},
        "account 1, posting 14, 2016-11-06: -5.00 take back posting 13, which is no payment reversed by this",
    ),
    "a payment marked as reversed": (
        ["UPDATE charging_payment SET reversed_by = 3 WHERE reference = 'a'"],
        {"reversal_without_posting"},
        "account 1, posting 3, 2016-11-01: payment a of 300.00 is marked as reversed, but no posting",
    ),
    "what a payment paid early": (
        ["UPDATE charging_payment SET paid_early_kopecks = 1 WHERE reference = 'd'"],
        {"paid_early"},
        "account 2, posting 7: the payment paid 0.01 early, but rule 4 gives 10.00",
    ),
    "a share moved to another subscription": (
        [CHANGE.format("subscription = 2", 1, 6)],
        {"price_of_another", "charged_twice", "not_charged", "seal"},
        "account 1, posting 7, 2016-11-04: subscription 2 has 2 shares of one day",
    ),
    "a share of a subscription that is not there": (
        [CHANGE.format("subscription = 9", 1, 6)],
        {"unknown_subscription", "not_charged", "seal"},
        "account 1, posting 6, 2016-11-04: the account has no subscription 9",
    ),
    "an accrual posted again": (
        [
            "INSERT INTO ledger_posting SELECT account_id, posted_at, amount_kopecks, 8, '2016-12-05', price_id,"
            " '2016-12-05', kind, code, subscription, cause FROM ledger_posting WHERE account_id = 2 AND number = 5",
            BALANCE.format("balance_kopecks = balance_kopecks - 1800, last_number = 8", 2),
        ],
        {"accrued_twice", "accrued", "wrong_amount", "wrong_day"},
        "account 2, posting 8, 2016-12-05: subscription 1 was accrued for days that were accrued already",
    ),
    "days accrued during a suspension": (
        ["UPDATE charging_suspension SET first_on = first_on - 1"],
        {"accrued_while_suspended"},
        "account 2, posting 1, 2016-11-24: subscription 1 is accrued for days on which it was suspended",
    ),
    "a running subscription made blocked": (
        ["UPDATE charging_subscription SET status = 2 WHERE account_id = 1 AND number = 1"],
        {"charged_while_stopped"},
        "2016-12-05: subscription 1, blocked since 2016-11-01, has a share after its last day charged (none)",
    ),
    "a subscription connected later than it was charged": (
        ["UPDATE charging_subscription SET connected_at = '2016-11-02 12:00+03' WHERE account_id = 1 AND number = 1"],
        {"before_connection"},
        "account 1, posting 2, 2016-11-01: subscription 1 was connected only on 2016-11-02",
    ),
    "an account put back by a day": (
        [BALANCE.format("open_through_on = '2016-12-04'", 1)],
        {"posted_ahead", "account_behind"},
        "account 1, 2016-12-05: the day is finished, but the account is open only through 2016-12-04",
    ),
    "a business day deleted": (
        ["DELETE FROM ledger_businessday WHERE day = '2016-11-10'"],
        {"day_missing", "seal"},
        "2016-11-11: the business day before it is 2016-11-09",
    ),
    "a seal taken away": (
        ["UPDATE ledger_businessday SET seal = NULL WHERE day = '2016-11-10'"],
        {"seal_missing", "seal"},
        "2016-11-10: the day is not sealed, but a later one is",
    ),
    "the operator's own postings of a sealed day": (
        ["INSERT INTO ledger_operatorposting VALUES (1, '2016-11-10', '2016-11-10 12:00+03', 10, 13, 100, 'x', '')"],
        {"seal"},
        "2016-11-10: the seal does not fit",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_is_tampered_with_is_found(world: None, name: str) -> None:
    statements, codes, message = TAMPERINGS[name]
    assert check_ledger().ok
    for statement in statements:
        assert tamper(statement) > 0
    report = check_ledger()
    assert set(report.counts) == codes
    assert any(message in finding.message for finding in report.findings), _messages(report)
    assert report.as_dict()["ok"] is False


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
    assert [step for step in told if step[0] == "postings"][-1] == ("postings", 80, 80)


def test_seals_and_trial_balance_are_of_days_up_to_the_one_asked_for(world: None) -> None:
    tamper(CHANGE.format("note = 'x'", 2, 6))
    through = datetime(2016, 12, 2).date()
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
