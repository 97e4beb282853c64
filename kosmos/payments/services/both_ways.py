"""An agent asks online, and its statements are posted too: a reference brings money once, whichever comes first."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString

from kosmos.kernel.sql import Statement, rows, texts
from kosmos.ledger.models import AccountNumber
from kosmos.payments.models import AgentPayment, AgentPaymentState
from kosmos.payments.rails.registry.messages import Credit

_KEY: LiteralString = "hashtextextended('agent ' || name, 0)"
_TOGETHER: LiteralString = f"""
SELECT pg_advisory_xact_lock_shared(key)
  FROM (SELECT DISTINCT {_KEY} AS key FROM unnest(%(names)s::text[]) AS name ORDER BY key) AS held
"""
_ALONE: LiteralString = f"SELECT pg_advisory_xact_lock({_KEY}) FROM (VALUES (%(name)s::text)) AS agent (name)"
_BEGIN_LATER: LiteralString = f"SELECT pg_advisory_lock({_KEY}) FROM (VALUES (%(name)s::text)) AS agent (name)"
_LET_BEGIN: LiteralString = f"SELECT pg_advisory_unlock({_KEY}) FROM (VALUES (%(name)s::text)) AS agent (name)"


def beside_statements(agents: Collection[str]) -> Statement:
    """What keeps these agents' statements from being posted until the caller's transaction is over, but not each other.

    Before any account is locked, so that nobody waits in a ring.
    """
    return _TOGETHER, {"names": texts(agents)}


@dataclass(frozen=True, slots=True)
class Online:
    """What an agent told of online: the account that has it, its numbers, and the sum, 0 if it was cancelled."""

    account_id: int
    numbers: frozenset[str]
    kopecks: int

    def as_told_by(self, credit: Credit) -> tuple[str, int]:
        """Account and sum, in the credit's own words if it agrees; one that names no account does."""
        agrees = not credit.account or credit.account in self.numbers
        return (credit.account if agrees else min(self.numbers, default=""), self.kopecks)


@contextmanager
def beginning_later(provider: str) -> Iterator[None]:
    """While a statement of a provider that never asked online is posted, it waits with its first payment.

    One that did is kept off part by part (`came_online`). The lock is the connection's: no part's transaction has it.
    """
    name, asks = {"name": provider}, AgentPayment.objects.filter(provider=provider).exists
    held = not asks() and bool(rows(_BEGIN_LATER, name))
    if held and asks():
        held = not rows(_LET_BEGIN, name)
    try:
        yield
    finally:
        if held:
            rows(_LET_BEGIN, name)


def came_online(provider: str, references: Collection[str], *, hold: bool = False) -> dict[str, Online]:
    """What of a statement its provider told of online, by references.

    With ``hold`` the provider's requests wait until the caller's transaction is over; no account may be locked by it.
    """
    mine = AgentPayment.objects.filter(provider=provider)
    if not mine.exists():
        return {}
    if hold:
        rows(_ALONE, {"name": provider})
    came = list(mine.filter(reference__in=references).defer("request"))
    named = AccountNumber.objects.filter(account_id__in={one.account_id for one in came})
    numbers = defaultdict[int, set[str]](set)
    for account_id, number in named.values_list("account_id", "number"):
        numbers[account_id].add(number)
    return {
        one.reference: Online(
            one.account_id,
            frozenset(numbers[one.account_id]),
            0 if one.state == AgentPaymentState.CANCELLED else one.amount_kopecks,
        )
        for one in came
    }
