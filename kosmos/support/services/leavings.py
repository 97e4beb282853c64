"""The request that goes with leaving: one for a wish, told the final sum when it was done, closed if it was void."""

from contextlib import suppress
from datetime import date, datetime
from functools import partial

from kosmos.catalogue.queries import text_in
from kosmos.charging.models import Leaving
from kosmos.charging.services import finish_leavings
from kosmos.kernel.errors import DomainError
from kosmos.kernel.money import HARD_SPACE, spoken
from kosmos.ledger.models import Account
from kosmos.subscribers.queries import subscriber_of
from kosmos.support.errors import TooManyEntries
from kosmos.support.models import Request, RequestState, Topic
from kosmos.support.services.asking import close, open_request, reopen, write
from kosmos.support.texts import LEAVING

KEY = "leaving:"
"""How the keys of such requests begin."""


def leaving_request(account_id: int) -> Request | None:
    """The newest request that went with leaving."""
    asked = Request.objects.filter(account_id=account_id, topic=Topic.LEAVING, key__startswith=KEY)
    return asked.order_by("-created_at").first()


def ask_back(*, account_id: int, ends_on: date, kopecks: int, payout: str, now: datetime) -> Request:
    """Ask for what will be left once a wish to leave is done; ``kopecks`` is the sum by what is known today.

    A request that is open still is written on. Errors: those of ``open_request`` and ``write``.
    """
    lines = [_said(account_id, "asked", day=ends_on, kopecks=kopecks)]
    lines += [_said(account_id, "payout", payout=payout)] if payout else []
    return _say(account_id, "\n".join(lines), key=f"{KEY}{now.isoformat()}", now=now)


def withdraw_asking(*, account_id: int, now: datetime) -> None:
    """Close the request of a wish to leave that came to nothing, with words; nothing where there is none."""
    asked = leaving_request(account_id)
    if asked is None or asked.state == RequestState.CLOSED:
        return
    key, text = f"{KEY}void:{asked.last_entry}", _said(account_id, "void")
    with suppress(TooManyEntries):
        write(account_id=account_id, request_id=asked.id, text=text, key=key, now=now)
    close(account_id=account_id, request_id=asked.id, now=now)


def settle_leavings(*, now: datetime, limit: int = 1000) -> int:
    """Note which wishes to leave were done, each with the final sum in its request; how many were looked at."""
    return finish_leavings(now=now, limit=limit, told=partial(_tell_final, now=now))


def _tell_final(wish: Leaving, *, now: datetime) -> None:
    """Say what is left on the account in the end; where nothing is, the request is closed."""
    account_id, key = wish.account_id, f"{KEY}final:{wish.number}"
    left = Account.objects.values_list("balance_kopecks", flat=True).get(id=account_id)
    asked = leaving_request(account_id)
    waits = asked is not None and asked.state != RequestState.CLOSED
    try:
        if left > 0:
            _say(account_id, _said(account_id, "final", day=wish.ends_on, kopecks=left), key=key, now=now)
        elif asked is not None and waits:
            text = _said(account_id, "nothing", day=wish.ends_on)
            write(account_id=account_id, request_id=asked.id, text=text, key=key, now=now)
            close(account_id=account_id, request_id=asked.id, now=now)
    except DomainError:
        return  # staff find the wish and its balance without a request too


def _say(account_id: int, text: str, *, key: str, now: datetime) -> Request:
    """Write on the request that goes with leaving, or open one."""
    asked = leaving_request(account_id)
    if asked is None:
        return open_request(account_id=account_id, topic=Topic.LEAVING, text=text, key=key, now=now).request
    act = reopen if asked.state == RequestState.CLOSED else write
    return act(account_id=account_id, request_id=asked.id, text=text, key=key, now=now).request


def _said(account_id: int, what: str, *, day: date | None = None, kopecks: int = 0, payout: str = "") -> str:
    words = text_in(LEAVING[what], subscriber_of(account_id).language)
    total = f"{spoken(kopecks)}{HARD_SPACE}BYN"
    return words.format(day=f"{day:%d.%m.%Y}" if day else "", sum=total, payout=payout)
