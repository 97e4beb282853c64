"""The outbox: what happened to an account is written down in the transaction that makes it happen."""

import json
from collections.abc import Mapping
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


def tell(kind: str, *, account_id: int, key: str, at: datetime, about: Mapping[str, object] = NOTHING) -> bool:
    """Write down in the current transaction that something happened to an account; False if it was written before.

    ``kind`` is a past-tense word ("payment_received"), ``key`` makes one event of the kind once; ``about`` is plain
    data: texts, numbers, days and instants.
    """
    scope = {"account_id": account_id, "kind": kind, "key": key, "at": at}
    return bool(execute(_TELL, {**scope, "about": json.dumps(dict(about), cls=DjangoJSONEncoder)}))
