"""A home page that is kept ready is what it would be if it were made anew, with the reader's own tokens."""

import pytest
from django.test import Client

from kosmos.catalogue.models import Operator
from kosmos.charging.services import NewPayment, begin_business, post_payments
from kosmos.kernel import clock
from kosmos.kernel.outbox import tell
from kosmos.ledger.services import open_account
from kosmos.notifications.services import take_up
from kosmos.portal.pages import home
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind

pytestmark = pytest.mark.django_db


def account_of_today() -> int:
    """An account outside the demo, whose clock is everybody's."""
    Operator.objects.create(code="sky", name={"ru": "Небо"}, timezone="UTC", currency="BYN")
    day = begin_business(eve=clock.now().date())
    account_id = open_account(number="100482", day=day)
    sign_in = SignIn.objects.create(id=1, login="anna", must_change_password=False)
    person = Subscriber.objects.create(id=1, sign_in=sign_in, kind=SubscriberKind.PERSON, name="Анна К.")
    place = {"city": "Минск", "street": "Красная", "house": "6"}
    Contract.objects.create(account_id=account_id, number="1", signed_on=day, subscriber=person, **place)
    return account_id


def test_a_kept_page_is_the_same_but_for_its_tokens_and_goes_with_the_account() -> None:
    account_id = account_of_today()
    post_payments([NewPayment(account_id, 1_00, "now")], now=clock.now())
    home._kept.clear()
    clients = [Client(enforce_csrf_checks=True) for _ in range(2)]
    for client in clients:
        client.force_login(SignIn.objects.get(login="anna"))
    made, kept, others = (one.get("/cabinet/") for one in (clients[0], clients[0], clients[1]))
    assert len(home._kept) == 1
    pieces = [home._TOKEN.split(page.content.decode()) for page in (made, kept, others)]
    assert pieces[0] == pieces[1] == pieces[2]
    tokens = [set(home._TOKEN.findall(page.content.decode())) for page in (kept, others)]
    assert tokens[0].isdisjoint(tokens[1])
    answer = clients[1].post(
        "/language/", {"language": "en", "next": "/cabinet/", "csrfmiddlewaretoken": tokens[1].pop()}
    )
    assert answer.status_code == 302
    assert b'lang="en"' in clients[1].get("/cabinet/").content
    post_payments([NewPayment(account_id, 1_00, "more")], now=clock.now())
    assert clients[0].get("/cabinet/").content.decode() not in (made.content.decode(), kept.content.decode())
    assert len(home._kept) == 3


def test_a_kept_page_tells_of_a_message_that_came_and_of_its_reading() -> None:
    account_id = account_of_today()
    home._kept.clear()
    client = Client()
    client.force_login(SignIn.objects.get(login="anna"))
    assert "непрочитанн" not in client.get("/cabinet/").content.decode()
    tell("deletion_planned", account_id=account_id, key="1", at=clock.now(), about={})
    take_up(now=clock.now(), channels=[])
    for _ in range(2):
        assert "Уведомления, 1 непрочитанное" in client.get("/cabinet/").content.decode()
    assert "Уведомления, 1 непрочитанное" in client.get("/cabinet/more/").content.decode()
    client.post("/cabinet/messages/", {"through": clock.now().isoformat()})
    assert "непрочитанн" not in client.get("/cabinet/").content.decode()
