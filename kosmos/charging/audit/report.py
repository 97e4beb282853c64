"""What an audit found, bounded however much is wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kosmos.charging.audit.messages import message_of
from kosmos.ledger.queries import TrialRow

KEPT = 1000
"""So many findings are kept word for word; all are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: a stable code, where, in words, and the figures behind it.

    ``account`` is the number on the contract (None for what concerns a whole day), ``posting`` the number in that
    account's passbook.
    """

    code: str
    account: str | None
    posting: int | None
    day: date | None
    message: str
    figures: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        day = self.day.isoformat() if self.day else None
        return {
            "code": self.code,
            "account": self.account,
            "posting": self.posting,
            "day": day,
            "message": self.message,
            "figures": dict(self.figures),
        }


@dataclass(slots=True)
class Report:
    """How much was looked at, what was found, the newest seal and the trial balance of the closed days.

    ``sealed_through`` and ``last_seal`` name the newest sealed day that was recomputed; noted down elsewhere, the
    seal convicts even somebody who seals anew what he changed.
    """

    accounts: int = 0
    postings: int = 0
    closed_through: date | None = None
    sealed_through: date | None = None
    last_seal: str | None = None
    accounts_kopecks: int = 0
    trial_balance: list[TrialRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.counts

    def add(
        self,
        code: str,
        *,
        account: str | None = None,
        posting: int | None = None,
        day: date | None = None,
        figures: Mapping[str, Any],
    ) -> None:
        """Count a finding, and keep it while there are few."""
        self.counts[code] += 1
        if len(self.findings) < KEPT:
            message = message_of(code, account=account, posting=posting, day=day, figures=figures)
            self.findings.append(Finding(code, account, posting, day, message, figures))

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ok": self.ok,
            "accounts": self.accounts,
            "postings": self.postings,
            "closed_through": self.closed_through.isoformat() if self.closed_through else None,
            "sealed_through": self.sealed_through.isoformat() if self.sealed_through else None,
            "last_seal": self.last_seal,
            "accounts_kopecks": self.accounts_kopecks,
            "trial_balance": [
                {"code": row.name, "postings": row.postings, "gained_kopecks": row.gained_kopecks}
                for row in self.trial_balance
            ],
            "counts": dict(sorted(self.counts.items())),
            "findings": [finding.as_dict() for finding in self.findings],
        }
