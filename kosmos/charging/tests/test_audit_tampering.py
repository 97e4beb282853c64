"""Whatever is changed behind the application's back is found: one thing at a time, and named."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from kosmos.charging.audit import check_ledger
from kosmos.charging.tests.audit_world import BALANCE, CHANGE, emptied, play_committed, restored, tamper
from kosmos.ledger.services.seals import seal_days

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
        {"balance", "last_number", "posting_without_correction", "seal", "trial_balance"},
        "account 3: the balance is 1.50, but the postings add up to 6.50",
    ),
    "a correction added and the account made to fit": (
        [
            ADD.format(3, 2, 500, "2016-12-02", "2016-12-02"),
            BALANCE.format("balance_kopecks = balance_kopecks + 500, last_number = 2", 3),
        ],
        {"posting_without_correction", "seal"},
        "2016-12-02: the seal does not fit: sealed with 2 postings and -1.84 in total, now 3 and 3.16",
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
        {"unknown_account", "posting_without_correction", "trial_balance"},
        "account id 99: there are 1 postings of account id 99, which does not exist",
    ),
    "a correction forgotten": (
        ["DELETE FROM charging_correction WHERE account_id = 4 AND posting = 2"],
        {"posting_without_correction"},
        "account 4, posting 2, 2016-12-03: 3.00 were posted as a correction, but there is no such correction",
    ),
    "a correction's amount": (
        ["UPDATE charging_correction SET amount_kopecks = 400 WHERE account_id = 4 AND posting = 2"],
        {"correction_without_posting"},
        "account 4, posting 2, 2016-12-03: a correction of 4.00 has no posting like it (posted: 3.00)",
    ),
    "a line taken back that is not of that amount": (
        [
            CHANGE.format("amount_kopecks = 600", 4, 3),
            "UPDATE charging_correction SET amount_kopecks = 600 WHERE account_id = 4 AND posting = 3",
            BALANCE.format("balance_kopecks = balance_kopecks + 100", 4),
        ],
        {"correction_of_another", "seal"},
        "account 4, posting 3, 2016-12-03: the correction takes 6.00 back of posting 1, which is none that it can take",
    ),
    "a line taken back by nothing": (
        ["UPDATE charging_correction SET reversed_by = 1 WHERE account_id = 4 AND posting = 2"],
        {"correction_unmarked"},
        "account 4, posting 2, 2016-12-03: posting 2 is taken back by this, but its own correction names 1",
    ),
    "a number": (
        [CHANGE.format("number = 500", 1, 15)],
        {"last_number", "number_gap", "day_order", "seal"},
        "account 1, posting 16: the numbers before this one are not 1, 2, 3",
    ),
    "two postings with one number": (
        [CHANGE.format("number = 14", 1, 15)],
        {"number_gap", "seal"},
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
        {"charged_twice", "seal"},
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


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The story of the three accounts, committed once for all tamperings."""
    with django_db_blocker.unblock(), emptied():
        play_committed()
        seal_days()
        yield


@pytest.fixture
def world(played: None) -> Iterator[None]:
    """The story as it was played, whatever is done to it."""
    with restored():
        yield


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_is_tampered_with_is_found(world: None, name: str) -> None:
    statements, codes, message = TAMPERINGS[name]
    assert check_ledger().ok
    for statement in statements:
        assert tamper(statement) > 0
    report = check_ledger()
    assert set(report.counts) == codes
    assert any(message in finding.message for finding in report.findings), [
        finding.message for finding in report.findings
    ]
    assert report.as_dict()["ok"] is False
