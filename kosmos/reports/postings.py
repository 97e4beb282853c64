"""The postings that a figure is made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from kosmos.kernel.sql import rows
from kosmos.ledger.models import PostingKind

_LINES: LiteralString = """
SELECT posting.account_id, CASE WHEN account.kind = 1 THEN number.number ELSE '' END, posting.number, posted_at,
       amount_kopecks, posting.kind, code
  FROM ledger_posting AS posting
  JOIN ledger_account AS account ON account.id = posting.account_id
  LEFT JOIN ledger_accountnumber AS number ON number.account_id = posting.account_id
 WHERE posted_on = %(day)s::date AND posting.kind = ANY (%(kinds)s::smallint[])
   AND (posting.kind <> 8 OR (amount_kopecks > 0) = %(adding)s::boolean)
   AND (%(codes)s::smallint[] IS NULL OR code = ANY (%(codes)s::smallint[]))
   AND (posting.account_id, posting.number) > (%(after)s::bigint, %(after_number)s::bigint)
 ORDER BY posting.account_id, posting.number
 LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A posting of a day: whose (no number: nobody's yet), when, how much, what and through which code."""

    account_id: int
    account: str
    number: int
    at: datetime
    amount_kopecks: int
    kind: int
    code: int


def lines_of(
    day: date,
    kinds: tuple[PostingKind, ...],
    code: int | None,
    *,
    adding: bool,
    after: tuple[int, int] = (0, 0),
    limit: int = 50,
) -> list[Line]:
    """A day's postings of some kinds and one code, or any, by account from one place in the list on.

    Of corrections only those that add to an account, or that take from it.
    """
    scope = {"day": day, "kinds": [int(kind) for kind in kinds], "codes": None if code is None else [code]}
    place = {"adding": adding, "after": after[0], "after_number": after[1], "limit": limit}
    return [Line(*row) for row in rows(_LINES, scope | place)]
