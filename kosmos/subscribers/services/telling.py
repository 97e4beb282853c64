"""What happens to a sign-in is told through one of its subscriber's accounts, in the transaction that does it."""

from collections.abc import Mapping
from datetime import datetime

from kosmos.kernel.outbox import tell
from kosmos.subscribers.models import Contract, SignIn


def tell_holder(sign_in: SignIn, kind: str, *, key: str, at: datetime, about: Mapping[str, object]) -> bool:
    """Write an event for the subscriber of a sign-in, once for each key; False where he holds no account."""
    held = Contract.objects.filter(subscriber__sign_in=sign_in).order_by("account_id")
    account_id = held.values_list("account_id", flat=True).first()
    return account_id is not None and tell(kind, account_id=account_id, key=key, at=at, about=about)
