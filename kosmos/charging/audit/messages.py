"""What each code of a finding says to a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kosmos.charging.models import Status
from kosmos.kernel.money import plain
from kosmos.ledger.models import PostingKind

MESSAGES = {
    "unknown_account": "there are {postings} postings of account id {account_id}, which does not exist",
    "balance": "the balance is {balance_kopecks}, but the postings add up to {postings_kopecks}",
    "last_number": "the last number is {last_number}, but there are {postings} postings up to number {highest}",
    "number_gap": "the numbers before this one are not 1, 2, 3 … without gaps",
    "day_order": "it is of an earlier day than the posting before it",
    "posted_ahead": "something is posted on this day, but the account is open only through {open_through_on}",
    "malformed": "a posting of kind {kind} cannot say what this one says (amount {amount_kopecks}, code {code})",
    "unknown_subscription": "the account has no subscription {subscription}",
    "unknown_price": "there is no price {price_id}",
    "wrong_day": "the day does not fit: posted at a moment of {happened_on}, from {from_on} on",
    "before_connection": "subscription {subscription} was connected only on {connected_on}",
    "wrong_amount": "the {kind} is {amount_kopecks}, but price {price_id} gives {due_kopecks} for {from_on}",
    "price_not_in_force": "price {price_id} did not hold on {from_on}",
    "price_of_another": "price {price_id} is not one that subscription {subscription} can have a {kind} of",
    "charged_twice": "subscription {subscription} has {lines} shares of one day",
    "charged_while_suspended": "subscription {subscription} has a share of a day on which it was suspended",
    "charged_while_stopped": "subscription {subscription}, {status} since {status_on}, has a share after its last"
    " day charged ({charged_through_on})",
    "charged_through": "subscription {subscription} says that this day was charged, but its last share is of"
    " {last_share_on}",
    "accrued_twice": "subscription {subscription} was accrued for days that were accrued already",
    "given_back_unaccrued": "subscription {subscription} was given back days that were not accrued at this price",
    "charged_and_accrued": "subscription {subscription} has a share of a day that posting {accrual} accrued",
    "accrued_while_suspended": "subscription {subscription} is accrued for days on which it was suspended",
    "accrued_through": "subscription {subscription} says that it is accrued through this day, its postings through"
    " {postings_through_on}",
    "accrued_while_stopped": "subscription {subscription}, {status} since {status_on}, is accrued for later days",
    "not_charged": "subscription {subscription} runs, but {days} days from this one on are neither charged nor accrued",
    "another_plan": "subscription {subscription} is charged price {price_id}, which is another plan's",
    "payment_without_posting": "payment {reference} of {amount_kopecks} has no posting like it"
    " (posted: {posted_kopecks})",
    "posting_without_payment": "{amount_kopecks} were posted as a payment, but there is no such payment"
    " (reference {reference})",
    "reversal_without_posting": "payment {reference} of {amount_kopecks} is marked as reversed, but no posting takes"
    " it back",
    "reversal_in_parts": "payment {reference} of {amount_kopecks} was taken back in parts of {parts_kopecks} in all,"
    " which does not fit what it says of itself",
    "part_without_posting": "{amount_kopecks} of payment {reference} are said to be taken back by this, but no posting"
    " does",
    "reversal_of_nothing": "{amount_kopecks} take back posting {reverses}, which is no payment reversed by this",
    "correction_without_posting": "a correction of {amount_kopecks} has no posting like it (posted: {posted_kopecks})",
    "posting_without_correction": "{amount_kopecks} were posted as a correction, but there is no such correction",
    "correction_of_another": "the correction takes {amount_kopecks} back of posting {reverses}, which is none that it"
    " can take back (posted: {reversed_kopecks})",
    "correction_unmarked": "posting {reverses} is taken back by this, but its own correction names {reversed_by}",
    "paid_early": "the payment paid {part_kopecks} early, but rule 4 gives {due_kopecks}",
    "accrued": "accrued and unpaid are {accrued_kopecks} and {unpaid_kopecks}, but this month's postings give"
    " {accrued_due_kopecks} and {unpaid_due_kopecks}",
    "day_missing": "the business day before it is {before}",
    "day_unfinished": "it is not finished, but {later} is",
    "account_behind": "the day is finished, but the account is open only through {open_through_on}",
    "seal_missing": "the day is not sealed, but a later one is",
    "seal": "the seal does not fit: sealed with {postings} postings and {total_kopecks} in total, now {postings_now}"
    " and {total_now_kopecks}",
    "trial_balance": "the accounts held {accounts_kopecks} as closed days ended, but the codes gave {codes_kopecks}",
}


def message_of(
    code: str, *, account: str | None, posting: int | None, day: date | None, figures: Mapping[str, Any]
) -> str:
    """A finding in one line: where it is, then what does not hold."""
    words = {name: _word(name, value) for name, value in figures.items()}
    places = [
        f"account {account}" if account is not None else "",
        f"posting {posting}" if posting is not None else "",
        day.isoformat() if day else "",
    ]
    where = ", ".join(place for place in places if place)
    what = MESSAGES[code].format_map(words)
    return f"{where}: {what}" if where else what


def _word(name: str, value: object) -> str:
    if value is None:
        return "none"
    if name.endswith("_kopecks"):
        return plain(int(str(value)))
    if name == "kind" and value in PostingKind.values:
        return str(PostingKind(value).label).replace("_", " ")
    if name == "status" and value in Status.values:
        return str(Status(value).label)
    return str(value)
