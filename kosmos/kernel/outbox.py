"""The outbox: what happened to an account is written down in the transaction that makes it happen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import LiteralString

from django.core.serializers.json import DjangoJSONEncoder

from kosmos.kernel.sql import execute

NOTHING: Mapping[str, object] = MappingProxyType({})

_TELL: LiteralString = """
INSERT INTO kernel_outbox (account_id, kind, key, at, about)
VALUES (%(account_id)s, %(kind)s, %(key)s, %(at)s, %(about)s::jsonb)
ON CONFLICT (account_id, kind, key) DO NOTHING
"""
_TELL_ALL: LiteralString = """
INSERT INTO kernel_outbox (account_id, kind, key, at, about)
SELECT account_id, %(kind)s, key, at, about::jsonb
  FROM unnest(%(accounts)s::bigint[], %(keys)s::text[], %(instants)s::timestamptz[], %(abouts)s::text[])
       AS event (account_id, key, at, about)
ON CONFLICT (account_id, kind, key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One of many events of a kind."""

    account_id: int
    key: str
    at: datetime
    about: Mapping[str, object] = field(default_factory=dict)


def tell(kind: str, *, account_id: int, key: str, at: datetime, about: Mapping[str, object] = NOTHING) -> bool:
    """Write down in the current transaction that something happened to an account; False if it was written before.

    ``kind`` is a past-tense word ("payment_received"), ``key`` makes one event of the kind once; ``about`` is plain
    data: texts, numbers, days and instants.
    """
    scope = {"account_id": account_id, "kind": kind, "key": key, "at": at}
    return bool(execute(_TELL, {**scope, "about": _plain(about)}))


def tell_all(kind: str, events: Sequence[Event]) -> None:
    """``tell`` many events of a kind in one statement; nothing is sent for none."""
    if not events:
        return
    scope = {
        "kind": kind,
        "accounts": [event.account_id for event in events],
        "keys": [event.key for event in events],
        "instants": [event.at for event in events],
        "abouts": [_plain(event.about) for event in events],
    }
    execute(_TELL_ALL, scope)


def _plain(about: Mapping[str, object]) -> str:
    return json.dumps(dict(about), cls=DjangoJSONEncoder)
