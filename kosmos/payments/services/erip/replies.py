"""What ERIP's requests were answered, kept so that their copies are answered alike."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kosmos.kernel.sql import Statement, array, statement, texts
from kosmos.payments.rails.erip.messages import (
    Answer,
    Finished,
    Noted,
    Refused,
    Started,
    StornResult,
    StornStart,
    TransactionResult,
    TransactionStart,
)

Step = TransactionStart | TransactionResult | StornStart | StornResult
Key = tuple[int, str, str]
_ANSWERS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Started, Finished, Noted, Refused)}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request of a transaction said, and its answer as JSON."""

    transaction_id: str
    said: str
    answer: str


@dataclass
class Replies:
    """The answers that are known, and those that are to be kept."""

    known: dict[Key, Reply]
    fresh: dict[Key, Reply] = field(default_factory=dict)

    def of(self, request: Step, account_id: int) -> Reply | None:
        """The reply to a request's first copy. That of another transaction says nothing: had it been taken for a copy,
        a payment would be acknowledged that nobody posted.
        """
        kept = self.known.get(_key(request, account_id))
        return kept if kept and kept.transaction_id == request.transaction_id else None

    def keep(self, request: Step, account_id: int, answer: Answer) -> None:
        """Remember an answer, unless the request's id is another's."""
        key = _key(request, account_id)
        if key not in self.known:
            told = {"kind": type(answer).__name__, **asdict(answer)}
            self.known[key] = self.fresh[key] = Reply(
                request.transaction_id, said(request), json.dumps(told, ensure_ascii=False)
            )


def replies_asked(requests: Iterable[tuple[Step, str]]) -> Statement:
    """What asks for the replies to requests by the numbers of their accounts."""
    asked = list(requests)
    return statement("payments", "erip_replies"), {
        "numbers": texts(number for _, number in asked),
        "kinds": texts(type(request).__name__ for request, _ in asked),
        "requests": texts(request.head.request_id for request, _ in asked),
    }


def replies_in(found: Sequence[tuple[Any, ...]]) -> Replies:
    """What is known, in what `replies_asked` found."""
    return Replies({(account, kind, request): Reply(*kept) for account, kind, request, *kept in found})


def keeping_replies(replies: Replies, *, now: datetime) -> list[Statement]:
    """What writes what is new."""
    if not replies.fresh:
        return []
    fresh = replies.fresh.values()
    told = {
        "at": now,
        "transactions": texts(one.transaction_id for one in fresh),
        "said": texts(one.said for one in fresh),
        "answers": texts(one.answer for one in fresh),
    }
    return [(statement("payments", "keep_erip_replies"), _columns(list(replies.fresh)) | told)]


def said(request: Step) -> str:
    """What makes two requests of a kind say the same."""
    match request:
        case TransactionStart() | StornStart():
            return str(request.amount_kopecks)
        case TransactionResult():
            return "failed" if request.error_text else "paid"
        case StornResult():
            return "storned" if request.storned else "stays"


def read_answer(kept: str) -> Answer:
    """An answer as it was kept; JSON knows no tuples."""
    told: dict[str, Any] = json.loads(kept)
    kind = _ANSWERS[told.pop("kind")]
    answer: Answer = kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})
    return answer


def _key(request: Step, account_id: int) -> Key:
    return (account_id, type(request).__name__, request.head.request_id)


def _columns(keys: Sequence[Key]) -> dict[str, object]:
    return {
        "accounts": array(account for account, _, _ in keys),
        "kinds": texts(kind for _, kind, _ in keys),
        "requests": texts(request for _, _, request in keys),
    }
