"""What the search finds, as lines of its page: masked as the role sees it, and where each leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.backoffice.application_words import kind_words, stage
from kosmos.connections.models import Application
from kosmos.connections.numbers import number_words
from kosmos.subscribers.models import SubscriberKind
from kosmos.support.models import Request
from kosmos.wording.typography import account_number, byn, day_and_moment
from kosmos.workplace.masking import masked_address, masked_name, masked_phone
from kosmos.workplace.search.finding import FoundAccount, Hit, Results
from kosmos.workplace.search.numbers import FoundPayment

BY: dict[str, Promise] = {
    "phone": gettext_lazy("по телефону"),
    "contract": gettext_lazy("по договору"),
    "unp": gettext_lazy("по УНП"),
    "email": gettext_lazy("по e-mail"),
    "login": gettext_lazy("по логину"),
}
"""What an account was found by, where that is not seen."""
PAYMENT_STATES: dict[str, tuple[str, Promise]] = {
    "new": ("waiting", gettext_lazy("Начат")),
    "waiting": ("waiting", gettext_lazy("Ждём ответа банка")),
    "paid": ("ok", gettext_lazy("Оплачен")),
    "declined": ("blocked", gettext_lazy("Отклонён")),
    "cancelled": ("suspended", gettext_lazy("Отменён")),
    "expired": ("suspended", gettext_lazy("Срок вышел")),
    "unknown": ("low", gettext_lazy("Неизвестно")),
    "refunded": ("suspended", gettext_lazy("Возвращён")),
    "posted": ("ok", gettext_lazy("Зачислен")),
    "reversed": ("suspended", gettext_lazy("Сторнирован")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found: where it leads, what it is called, its number, more about it, and its state."""

    address: str
    title: str
    number: str = ""
    label: str = ""
    tone: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind."""

    name: str
    words: str
    lines: Sequence[Line]


def groups_of(found: Results, *, named: bool) -> list[Group]:
    """What was found in groups, without empty ones and requests; people's names only if ``named``."""
    groups = [
        Group("accounts", _("Абоненты"), [account_line(one, named=named) for one in found.accounts]),
        Group("payments", _("Платежи"), [_payment(one) for one in found.payments]),
        Group("applications", _("Заявки"), [_application(one) for one in found.applications]),
    ]
    return [group for group in groups if group.lines]


def address_of(one: Hit) -> str:
    """The page of something that was found."""
    if isinstance(one, Request):
        return reverse("staff:request", args=[one.id])
    if isinstance(one, Application):
        return reverse("staff:application", args=[one.id])
    return reverse("staff:subscriber", args=[one.account_id])


def account_line(one: FoundAccount, *, named: bool) -> Line:
    """An account: its number, whose it is and where, with the contract and the phone as all of the staff see it."""
    secret = not named and one.kind != SubscriberKind.ORGANISATION
    told = [masked_address(one.address), masked_phone(one.phone), _("договор %s") % one.contract]
    return Line(
        address=address_of(one),
        title=masked_name(one.name) if secret else one.name,
        number=account_number(one.number),
        label=" · ".join(part for part in told if part),
        tone="suspended" if one.by in BY else "",
        state=str(BY.get(one.by, "")),
    )


def _payment(one: FoundPayment) -> Line:
    tone, words = PAYMENT_STATES[one.state]
    return Line(address_of(one), byn(one.amount_kopecks), f"№ {one.number}", day_and_moment(one.at), tone, str(words))


def _application(one: Application) -> Line:
    state = stage(one.stage)
    told = [str(kind_words(one.kind)), masked_phone(one.phone), masked_address(one)]
    number = f"№ {number_words(one.number)}"
    label = " · ".join(part for part in told if part)
    return Line(address_of(one), one.organisation or one.name, number, label, state.tone, str(state.words))
