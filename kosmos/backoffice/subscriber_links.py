"""What can be done from a subscriber's page: the pages about his account, by the function that opens each.

Whoever adds such a page (its address takes ``account_id``) adds its line here; the order is the page's. Only the cash
desk asks for the account's number instead.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice import roles
from kosmos.backoffice.roles import may

LINKS: tuple[tuple[str, str | Promise, str], ...] = (
    ("act-promise", _("Обещанный платёж"), roles.ACT_ON_ACCOUNTS),
    ("act-unblock", _("Временно включить"), roles.ACT_ON_ACCOUNTS),
    ("act-adjust", _("Исправить баланс"), roles.ADJUST_MONEY),
    ("act-plan", _("Сменить тариф"), roles.ACT_ON_ACCOUNTS),
    ("acts", _("Все действия"), roles.ADJUST_MONEY),
)
"""The name of a page, its words, and the function that opens it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page about an account, as a subscriber's page shows it."""

    name: str
    words: str | Promise
    address: str


def links_for(role: str, account_id: int, number: str) -> list[Link]:
    """The pages about an account that a role may open."""
    desk = f"{reverse('staff:cash-take')}?{urlencode({'account': number})}"
    taking = [Link("cash-take", _("Принять деньги"), desk)] if may(role, roles.TAKE_CASH) else []
    return taking + [
        Link(name, words, address)
        for name, words, function in LINKS
        if may(role, function) and (address := _address(name, account_id))
    ]


def _address(name: str, account_id: int) -> str:
    try:
        return reverse(f"staff:{name}", kwargs={"account_id": account_id})
    except NoReverseMatch:
        return ""
