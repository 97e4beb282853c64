"""settle: the one operation by which time and events move money and services (rulebook 5, 6 and 7)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from kosmos.charging.telling import tell_settled
from kosmos.kernel.days import ONE_DAY
from kosmos.kernel.sql import array, execute, records, statement
from kosmos.ledger.models import Cause, PostingKind
from kosmos.ledger.services import Entry, Line, write_postings


def settle(
    account_ids: Sequence[int],
    *,
    day: date,
    at: datetime | Mapping[int, datetime],
    cause: Cause,
    opening: bool = False,
) -> None:
    """Run steps 4 and 5 of rule 7 for accounts that the caller holds locked and that are open up to ``day``.

    ``at`` is one instant for all, or each account's own. ``opening`` says that the day itself is opening: then every
    subscription is tested, and arrears give back from today on, not from tomorrow. Running it again changes nothing.
    """
    if not account_ids:
        return
    back_from = day if opening else day + ONE_DAY
    latest = max(at.values()) if isinstance(at, Mapping) else at
    decisions = decide(account_ids, day=day, at=latest, opening=opening)
    entries = [
        _entry(account_id, list(rows), cause=cause, day=day, back_from=back_from)
        for account_id, rows in groupby(decisions, itemgetter("id"))
    ]
    write_postings(entries, day=day, at=at)
    _change_subscriptions([row for row in decisions if row["changes"]], day=day)
    tell_settled(decisions, day=day, at=at, cause=cause)


def decide(
    account_ids: Sequence[int], *, day: date, at: datetime, opening: bool = False, every: bool = False
) -> list[dict[str, Any]]:
    """What steps 4 and 5 would do, as sql/settle.sql says it; ``every`` asks for what does not change too."""
    parameters = {"ids": array(account_ids), "day": day, "at": at, "opening": opening, "all": every}
    parameters["back_from"] = day if opening else day + ONE_DAY
    return records(statement("charging", "settle"), parameters)


def _entry(account_id: int, rows: list[dict[str, Any]], *, cause: Cause, day: date, back_from: date) -> Entry:
    """What is given back, then what is accrued, then the shares, each in rule 5's order (rule 7)."""
    given = sum(row["given_back"] or 0 for row in rows)
    accrued = sum(row["accrual"] or 0 for row in rows)
    entry = Entry(account_id, rows[0]["last_number"])
    entry.accrued_change = accrued - given
    entry.unpaid_change = accrued - min(rows[0]["unpaid"], given)
    for kind, column, from_on, sign in (
        (PostingKind.GIVE_BACK, "given_back", back_from, 1),
        (PostingKind.ACCRUAL, "accrual", day, -1),
        (PostingKind.SHARE, "share", day, -1),
    ):
        entry.lines.extend(
            Line(
                kind,
                sign * row[column],
                cause,
                price_id=row["price_id"],
                subscription=row["number"],
                from_on=from_on,
            )
            for row in rows
            if row[column]
        )
    return entry


def _change_subscriptions(rows: list[dict[str, Any]], *, day: date) -> None:
    if not rows:
        return
    execute(
        statement("charging", "change_subscriptions"),
        {
            "day": day,
            "accounts": array(row["id"] for row in rows),
            "numbers": array(row["number"] for row in rows),
            "statuses": array(row["status"] for row in rows),
            "blocked": array(row["blocked_since_charge"] for row in rows),
            "charged": array(row["charged_through_on"] for row in rows),
            "accrued": array(row["accrued_through_on"] for row in rows),
        },
    )
