"""What there is to say about an account and about business days."""

from datetime import date, datetime

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.home import Home
from kosmos.charging.imagining import imagined
from kosmos.charging.outlook import home_of, known_of
from kosmos.charging.present import Present
from kosmos.charging.services.moment import begin
from kosmos.charging.standing import LOW_DAYS, AccountView, Held, first_day_run, view_at
from kosmos.charging.statement import StatementMonth, months_of, statement_month
from kosmos.kernel.days import business_day
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import Account, AccountNumber, BusinessDay

__all__ = [
    "LOW_DAYS",
    "AccountView",
    "Held",
    "Home",
    "Present",
    "StatementMonth",
    "account_id_of",
    "account_view",
    "days_state",
    "first_day_run",
    "home_of",
    "known_of",
    "months_of",
    "statement_month",
]


def account_id_of(number: str) -> int:
    """The account with a number. UnknownAccount if there is none."""
    found = AccountNumber.objects.filter(number=number).values_list("account_id", flat=True).first()
    if found is None:
        raise UnknownAccount(f"There is no account {number}", number=number)
    return found


def account_view(number: str, *, now: datetime) -> AccountView:
    """All that a page or an agent needs to answer what, why and until when, played afresh. UnknownAccount."""
    account_id = account_id_of(number)
    with imagined():
        return view_at(number, begin(account_id, now=now))[0]


def days_state(*, now: datetime) -> dict[str, date | int | None]:
    """The first and the last business day, what is unfinished and what is left of it, and what is sealed."""
    days = BusinessDay.objects.order_by("day")
    first, last = days.first(), days.filter(finished_at__isnull=False).last()
    unfinished = days.filter(finished_at=None).first()
    sealed = days.filter(seal__isnull=False).last()
    today = business_day(now, operator_zone())
    accounts = Account.objects
    return {
        "first": first.day if first else None,
        "open": last.day if last else None,
        "today": today,
        "days_behind": (today - last.day).days if last else None,
        "unfinished": unfinished.day if unfinished else None,
        "accounts": accounts.count(),
        "accounts_left": accounts.filter(open_through_on__lt=unfinished.day).count() if unfinished else 0,
        "sealed": sealed.day if sealed else None,
    }
