import re
from urllib.parse import urlencode

from django.test import Client

from kosmos.ledger.services import open_account
from kosmos.payments.models import Order
from kosmos.portal.tests.paying import FIRST
from kosmos.subscribers.models import Contract, Subscriber

FORM = "application/x-www-form-urlencoded"


def test_a_form_is_about_the_account_that_its_page_showed(owner: Client, account_id: int) -> None:
    other = open_account(number="100777", day=FIRST)
    holder = Subscriber.objects.get(sign_in__login="anna")
    place = {"city": "Минск", "street": "Красная", "house": "6"}
    Contract.objects.create(account_id=other, number="Д-9", signed_on=FIRST, subscriber=holder, **place)
    page = owner.get("/cabinet/pay/?account=100482").content.decode()
    assert 'name="for_account" value="100482"' in page
    owner.get("/cabinet/?account=100777")
    key = re.findall(r'name="key" value="(\w+)"', page)[0]
    sent = {"key": key, "amount": "own", "own": "7,77", "for_account": "100482"}
    owner.post("/cabinet/pay/", urlencode(sent), content_type=FORM)
    assert Order.objects.get().account_id == account_id
    foreign = owner.post("/cabinet/pay/", urlencode(sent | {"for_account": "100998"}), content_type=FORM)
    assert foreign.status_code == 404
