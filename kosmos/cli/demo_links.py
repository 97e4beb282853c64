"""The demo's link to pay by: the student's parents have it."""

from datetime import date, timedelta

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.ledger.models import AccountNumber
from kosmos.payments.services import LinkWish, make_link

STUDENT = "300412"
WISH = LinkWish("Інтэрнэт Янкі", days=300, shows_due=True)


def create_links(today: date) -> None:
    """Make the student's link, once."""
    account_id = AccountNumber.objects.get(number=STUDENT).account_id
    now = start_of(today, operator_zone()) + timedelta(hours=9)
    make_link(WISH, account_id=account_id, key="demo", now=now)
