"""Every address of the portal: strangers are sent to sign in, and what is somebody else's is not there for anybody.

An address that stands in none of the tables fails the first test.
"""

import re
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from kosmos.kernel import clock
from kosmos.ledger.models import Posting
from kosmos.ledger.services import open_account
from kosmos.payments.models import Order
from kosmos.payments.services.links import LinkWish, make_link
from kosmos.portal import urls
from kosmos.portal.tests.paying import FIRST, NUMBER, anna
from kosmos.subscribers.models import Contract, Subscriber
from kosmos.support.files import Sent
from kosmos.support.models import Attachment
from kosmos.support.services import open_request

FORM = "application/x-www-form-urlencoded"
Words = dict[str, object]
NOTHING: Words = {}
FIRST_ONE: Words = {"number": 1}

FOR_EVERYBODY = {"site", "sign-in", "sign-in-code", "sign-out", "language", "pay", "pay-ways", "pay-link", "result"}
FOR_EVERYBODY |= {"paid-receipt", "demo-clock", "demo-states", "demo-state"}
FOR_EVERYBODY |= {
    "for-home",
    "for-students",
    "for-business",
    "payment",
    "help",
    "article",
    "offices",
    "news",
    "news-item",
    "outages",
    "sitemap",
    "robots",
}
FOR_EVERYBODY |= {
    "apply-home",
    "apply-student",
    "apply-business",
    "application-sent",
    "application-status",
    "call-back",
}
FOR_EVERYBODY |= {"address"}
FOR_EVERYBODY |= {"access", "access-ask"}
"""Pages without a sign-in; what their secrets open is tested with each of them."""
OF_THE_SIGN_IN = {"password", "sessions", "more", "accounts", "second-factor", "consents", "my-data", "deletion"}
OF_THE_SIGN_IN |= {"profile", "profile-language", "profile-phone", "profile-email", "profile-email-code"}
OF_THE_SIGN_IN |= {"deletion-cancel", "accounts-csv"}
"""Pages about whoever is signed in."""
OF_THE_ACCOUNT: dict[str, Words] = {
    **dict.fromkeys(("home", "statement", "statement-csv", "statement-xlsx", "statement-pdf", "analysis"), NOTHING),
    **dict.fromkeys(("services", "suspension", "resume", "promise", "leaving", "stay", "extras", "traffic"), NOTHING),
    **dict.fromkeys(("messages", "message-settings", "requests", "request-new", "ways", "top-up"), NOTHING),
    **dict.fromkeys(("plan-change", "package-off", "cancel-planned", "traffic-more", "traffic-then"), FIRST_ONE),
    "pay-links": NOTHING,
    "awaited": NOTHING,
    "package-on": {"code": "orbita-100"},
    "service-on": {"service": "internet"},
    "extra": {"code": "router"},
}
"""Pages about the chosen account: under somebody else's number they are not there."""


def _payment(account_id: int) -> Words:
    return {"number": Posting.objects.filter(account_id=account_id, amount_kopecks__gt=0).latest("number").number}


def _request(account_id: int) -> Words:
    sent = Sent("note.txt", b"A note.")
    asked = open_request(account_id=account_id, topic="other", text="?", key="k", now=clock.now(), files=[sent])
    return {"request_id": asked.request.id}


def _attachment(account_id: int) -> Words:
    return {**_request(account_id), "attachment_id": Attachment.objects.get().id}


def _link(account_id: int) -> Words:
    wish = LinkWish(label="Интернет", days=30)
    return {"link": make_link(wish, account_id=account_id, key=uuid4().hex, now=clock.now()).id}


THINGS: dict[str, Callable[[int], Words]] = {
    "receipt": _payment,
    "receipt-pdf": _payment,
    "request": _request,
    "attachment": _attachment,
    "pay-link-revoke": _link,
}
"""Pages about one thing, and how an account comes to have it."""


@pytest.fixture
def boris(account_id: int) -> Client:
    """Another subscriber's browser."""
    client = Client()
    client.force_login(anna(open_account(number="100999", day=FIRST), login="boris"))
    return client


def test_no_address_is_forgotten() -> None:
    there = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert there == FOR_EVERYBODY | OF_THE_SIGN_IN | set(OF_THE_ACCOUNT) | set(THINGS)


def test_strangers_are_sent_to_sign_in(account_id: int, client: Client) -> None:
    wrong = []
    for name in sorted({*OF_THE_SIGN_IN, *OF_THE_ACCOUNT}):
        address = reverse(f"portal:{name}", kwargs=OF_THE_ACCOUNT.get(name))
        for answer in (client.get(address), client.post(address)):
            away = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
            if not (away or answer.status_code == 405) or NUMBER in answer.content.decode():
                wrong.append((name, answer.status_code))
    assert not wrong


def test_somebody_elses_account_is_not_there(boris: Client) -> None:
    wrong = []
    for name, words in OF_THE_ACCOUNT.items():
        address = reverse(f"portal:{name}", kwargs=words) + "?account="
        answer, nobodys = boris.get(address + NUMBER), boris.get(address + "100998")
        if answer.status_code not in {404, 405} or answer.content != nobodys.content:
            wrong.append((name, "get", answer.status_code))
        if boris.post(address + NUMBER).status_code not in {404, 405}:
            wrong.append((name, "post", boris.post(address + NUMBER).status_code))
    assert not wrong


def test_somebody_elses_thing_is_not_there(boris: Client, owner: Client, account_id: int) -> None:
    wrong = []
    for name, make in THINGS.items():
        address = reverse(f"portal:{name}", kwargs=make(account_id))
        for query in ("", f"?account={NUMBER}"):
            statuses = [boris.get(address + query).status_code, boris.post(address + query).status_code]
            if set(statuses) - {404, 405} or 404 not in statuses:
                wrong.append((name + query, statuses))
        statuses = [owner.get(address).status_code, owner.post(address).status_code]
        if not set(statuses) & {200, 302, 303}:
            wrong.append((f"{name} for its owner", statuses))
    assert not wrong


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
