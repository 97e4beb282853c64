"""What is looked for in the audit: who, what, which account, when, from where."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from ipaddress import ip_address

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day, start_of
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import SignInEventKind as Kind

NOT_STAFF = "others"
"""Whoever is not of the staff: subscribers, strangers, the system."""
DAYS_BACK = 30
"""So far back is looked where no day is given."""
LONGEST = 60
_MONEY = frozenset(
    {
        Act.PROMISE_GIVEN,
        Act.CHARGED_ONCE,
        Act.ADJUSTED,
        Act.POSTING_REVERSED,
        Act.UNBLOCKED,
        Act.UNBLOCK_ENDED,
        Act.APPROVAL_ASKED,
        Act.APPROVAL_GIVEN,
        Act.APPROVAL_REFUSED,
        Act.APPROVAL_WITHDRAWN,
        Act.SHIFT_OPENED,
        Act.CASH_TAKEN,
        Act.VOID_ASKED,
        Act.VOID_APPROVED,
        Act.VOID_REFUSED,
        Act.VOID_WITHDRAWN,
        Act.SHIFT_CLOSED,
        Act.CASH_HANDED_OVER,
        Act.MONEY_ASSIGNED,
        Act.MONEY_SENT_BACK,
        Act.REFUND_ASKED,
        Act.CHARGED_BACK,
        Act.BILL_ASKED,
        Act.STATEMENT_TAKEN,
        Act.STATEMENT_CHOSEN,
        Act.STATEMENT_DROPPED,
        Act.CASE_TAKEN,
        Act.CASE_CLOSED,
        Act.MONEY_HANDED_OVER,
    }
)
_STAFF = frozenset(act for act in Act if act.startswith("staff_"))
_PERSONAL = frozenset({Act.PERSONAL_SHOWN, Act.FILE_SAVED})
_SIGN_INS = frozenset(Kind) - {Kind.REFUSED, Kind.DATA_EXPORTED, Kind.IDENTITY_CHECKED}


@dataclass(frozen=True, slots=True)
class What:
    """A choice of lines: acts, kinds of events, and whether edits and lines of applications are among them."""

    words: str | Promise
    acts: frozenset[Act] = frozenset()
    events: frozenset[Kind] = frozenset()
    edits: bool = False
    entries: bool = False


WHAT: Mapping[str, What] = {
    "": What(gettext_lazy("Всё"), frozenset(Act), frozenset(Kind), edits=True, entries=True),
    "sign-ins": What(gettext_lazy("Входы"), events=_SIGN_INS),
    "refusals": What(gettext_lazy("Отказы"), frozenset({Act.PAGE_REFUSED}), frozenset({Kind.REFUSED})),
    "personal": What(
        gettext_lazy("Показ личных данных"), _PERSONAL, frozenset({Kind.DATA_EXPORTED, Kind.IDENTITY_CHECKED})
    ),
    "money": What(gettext_lazy("Деньги"), _MONEY),
    "accounts": What(
        gettext_lazy("Услуги и заметки"), frozenset(Act) - _MONEY - _STAFF - _PERSONAL - {Act.PAGE_REFUSED}
    ),
    "edits": What(gettext_lazy("Правки сайта и тарифов"), edits=True),
    "applications": What(gettext_lazy("Заявки"), entries=True),
    "staff": What(gettext_lazy("Сотрудники"), _STAFF),
}
"""What can be chosen, by the word in the address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked; ``errors`` say beside which field it makes no sense, and then nothing is found."""

    typed: Mapping[str, str]
    who: int | None = None
    others: bool = False
    what: What = WHAT[""]
    account_id: int | None = None
    address: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


def asked_of(query: Mapping[str, str], now: datetime) -> Asked:
    """What a query asks; the last thirty days where it names no day."""
    names = ("who", "what", "account", "address", "from", "until")
    typed = {name: query.get(name, "")[:LONGEST].strip() for name in names}
    if "from" not in query:
        typed["from"] = (business_day(now, operator_zone()) - timedelta(days=DAYS_BACK)).isoformat()
    asked, errors = Asked(typed), {}
    for read in (_who, _account, _address, _days):
        try:
            asked = read(asked)
        except _Senseless as wrong:
            errors[wrong.field] = wrong.words
    return replace(asked, what=WHAT.get(typed["what"], WHAT[""]), errors=errors)


class _Senseless(Exception):
    """A field that means nothing, and what to do about it."""

    def __init__(self, field: str, words: str) -> None:
        self.field, self.words = field, words


def _who(asked: Asked) -> Asked:
    typed = asked.typed["who"]
    if typed == NOT_STAFF:
        return replace(asked, others=True)
    known = typed.isascii() and typed.isdecimal() and len(typed) < 19
    return replace(asked, who=int(typed) if known else None)


def _account(asked: Asked) -> Asked:
    number = asked.typed["account"].replace(" ", "").replace("-", "")
    if not number:
        return asked
    found = AccountNumber.objects.filter(number=number).values_list("account_id", flat=True).first()
    if found is None:
        raise _Senseless("account", _("Такого счёта нет. Проверьте номер"))
    return replace(asked, account_id=found)


def _address(asked: Asked) -> Asked:
    typed = asked.typed["address"]
    if not typed:
        return asked
    try:
        return replace(asked, address=str(ip_address(typed)))
    except ValueError:
        raise _Senseless("address", _("Введите адрес целиком, например 192.0.2.7")) from None


def _days(asked: Asked) -> Asked:
    zone, days = operator_zone(), {}
    for name in ("from", "until"):
        try:
            days[name] = date.fromisoformat(asked.typed[name]) if asked.typed[name] else None
        except ValueError:
            raise _Senseless(name, _("Введите дату: год, месяц, день")) from None
    first, last = days["from"], days["until"]
    if first and last and last < first:
        raise _Senseless("until", _("Последний день раньше первого"))
    try:
        return replace(
            asked,
            from_at=start_of(first, zone) if first else None,
            until_at=start_of(last + timedelta(days=1), zone) if last else None,
        )
    except OverflowError:
        raise _Senseless("until", _("Введите дату: год, месяц, день")) from None
