"""Our own posting of one payment as a script of pgbench: the same statements, one payment a transaction."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.sql import statement

_REFERENCE = "ARRAY[:ref::text]"
_PAYMENT = MappingProxyType(
    {
        "ids": "ARRAY[:aid]::bigint[]",
        "accounts": "ARRAY[:aid]::bigint[]",
        "numbers": "ARRAY[:last_number + 1]",
        "kopecks": "'{1000}'",
        "early": "'{0}'",
        "codes": "'{15}'",
        "providers": "'{pgbench}'",
        "references": _REFERENCE,
    }
)
_ASKED = MappingProxyType({"places": "'{0}'", "numbers": "ARRAY[(999999 + :aid)::text]"})
_NAMED = MappingProxyType({"ids": "'{}'", "numbers": "ARRAY[(999999 + :aid)::text]"})
_TAKEN = MappingProxyType(
    {
        "numbers": "ARRAY[:ref]::bigint[]",
        "rails": "'{osmp}'",
        "terminals": "ARRAY['']",
        "requests": "ARRAY['command=pay&txn_id=' || :ref || '&sum=10.00']",
    }
)


def posting_script(accounts: int, *, now: datetime) -> str:
    """The script; its accounts have the ids from 1 to ``accounts``, each open today, and its references are random."""
    day, at = f"'{business_day(now, operator_zone())}'", f"'{now.isoformat()}'"
    values = {**_PAYMENT, "day": day, "at": at, "paid": f"ARRAY[{at}]"}
    parts = [
        f"\\set aid random(1, {accounts})",
        "\\set ref random(1, 9000000000000000000)",
        "BEGIN;",
        _text("payments", "about_requests", {**values, **_ASKED}),
        _text("ledger", "lock_accounts", {**values, **_NAMED}, ends="\\gset"),
        _text("charging", "before_payments", {**values, **_NAMED}),
        _text("charging", "post_payments", values),
        _text("payments", "keep_agent_payments", {**values, **_TAKEN}),
        "COMMIT;",
    ]
    return "\n".join(parts) + "\n"


def _text(feature: str, name: str, values: Mapping[str, str], ends: str = ";") -> str:
    """A statement of ours with its values written in."""
    text = re.sub(r"--.*", "", statement(feature, name))
    filled = re.sub(r"%\((\w+)\)s", lambda found: f"({values[found[1]]})", text)
    lines = [line for line in filled.replace("%%", "%").splitlines() if line.strip()]
    return "\n".join(lines) + ends
