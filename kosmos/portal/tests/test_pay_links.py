"""Links by which somebody else pays: what their owner does with them, and what a payer learns."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.kernel import clock
from kosmos.ledger.services import open_account
from kosmos.payments.models import Order, PayLink
from kosmos.payments.services import LinkWish, make_link
from kosmos.payments.tokens import token_of
from kosmos.portal import limits
from kosmos.portal.tests.paying import FIRST, NUMBER, anna, world

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"
MINE = "/cabinet/ways/links/"
FORM = {"label": "Интернет Михаила", "days": "30", "sum": "", "key": KEY}
SECRETS = ("Анна", "Ковал", "Сурганова", "Орбита", NUMBER, "100 482", "20,00 BYN.", "25,90")


def text(response: HttpResponseBase) -> str:
    return response.content.decode().replace("\u00a0", " ")  # type: ignore[attr-defined, no-any-return]


def link(account_id: int, wish: LinkWish | None = None) -> str:
    """The address of a link's page."""
    wish = wish or LinkWish("Интернет Михаила", 30)
    return f"/pay/for/{token_of(make_link(wish, account_id=account_id, key=repr(wish), now=clock.now()).id)}/"


def test_an_owner_makes_one_and_sees_its_address(owner: Client) -> None:
    assert owner.post(MINE, FORM).status_code == HTTPStatus.SEE_OTHER
    page = text(owner.get(MINE))
    address = f"/pay/for/{token_of(PayLink.objects.get().id)}/"
    assert address in page
    assert "По ней ещё не платили" in page
    assert owner.get(address).status_code == HTTPStatus.OK


def test_the_same_form_twice_is_one_link(owner: Client) -> None:
    for _ in range(2):
        assert owner.post(MINE, FORM).status_code == HTTPStatus.SEE_OTHER
    assert PayLink.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("label", "Интернет Анны"), ("sum", "18"), ("days", "31"), ("shows_due", "1")]
)
def test_the_same_form_with_other_words_says_that_its_link_is_another(owner: Client, field: str, value: str) -> None:
    owner.post(MINE, FORM)
    other = owner.post(MINE, FORM | {field: value})
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "с другими словами, суммой или сроком: «Интернет Михаила»" in text(other)
    assert "Ссылка готова" not in text(other).split("Новая ссылка")[-1]
    assert PayLink.objects.count() == 1
    key = re.search(r'name="key" value="(\w+)"', text(other))
    assert key
    assert owner.post(MINE, FORM | {field: value, "key": key[1]}).status_code == HTTPStatus.SEE_OTHER
    assert PayLink.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", " "), ("label", "x" * 61), ("days", "0"), ("days", "366"), ("days", "много"), ("sum", "abc"),
        ("sum", "0"), ("sum", "99999999"), ("fixed", "1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(owner: Client, field: str, value: str) -> None:
    page = owner.post(MINE, FORM | {field: value})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{"sum" if field == "fixed" else field}-e"' in text(page)
    assert KEY in text(page)
    assert text(page).count(" autofocus") == 1
    assert not PayLink.objects.exists()


def test_a_payer_sees_the_label_and_nothing_of_the_account(account_id: int, client: Client) -> None:
    page = client.get(link(account_id))
    assert "Интернет Михаила" in text(page)
    for secret in (*SECRETS, "5,90"):
        assert secret not in text(page).split("</header>")[-1]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_what_is_needed_is_shown_if_the_owner_said_so(account_id: int, client: Client) -> None:
    page = text(client.get(link(account_id, LinkWish("Михаил", 30, shows_due=True))))
    assert 'Сейчас нужно <span class="money">5,90 BYN</span>' in page
    assert re.search(r'value="590" id="a-due" checked', page)


def test_a_suggested_sum_can_be_changed_and_a_fixed_one_cannot(account_id: int, client: Client) -> None:
    suggested = link(account_id, LinkWish("Михаил", 30, 18_00))
    assert re.search(r'value="1800" id="a-due" checked', text(client.get(suggested)))
    client.post(suggested, {"amount": "own", "own": "7", "key": KEY})
    fixed = link(account_id, LinkWish("Михаил", 30, 18_00, fixed=True))
    assert 'name="amount"' not in text(client.get(fixed))
    client.post(fixed, {"amount": "own", "own": "9", "key": KEY})
    assert sorted(Order.objects.values_list("amount_kopecks", flat=True)) == [7_00, 18_00]


def test_a_payment_leads_to_the_bank_and_tells_it_no_number(account_id: int, client: Client) -> None:
    address = link(account_id)
    away = [client.post(address, {"amount": "own", "own": "5,90", "key": KEY}) for _ in range(2)]
    order = Order.objects.get()
    assert [one.status_code for one in away] == [HTTPStatus.SEE_OTHER] * 2
    assert f"OrderNumber={order.number}" in away[0].headers["Location"]
    assert NUMBER not in away[0].headers["Location"]
    assert (order.account_id, order.amount_kopecks, order.link) == (account_id, 5_90, PayLink.objects.get().id)


@pytest.mark.parametrize("state", ["waiting", "paid", "declined", "cancelled", "expired", "unknown", "refunded"])
def test_the_payers_result_tells_no_number_and_leads_back_to_the_link(
    account_id: int, client: Client, state: str
) -> None:
    address = link(account_id)
    client.post(address, {"amount": "own", "own": "5,90", "key": KEY})
    now = clock.now()
    Order.objects.update(state=state, paid_at=now, operation="5", paid_kopecks=590, asked_at=now, next_ask_at=None)
    page = text(client.get(f"/pay/{Order.objects.get().token}/"))
    assert "Интернет Михаила" in page
    for secret in SECRETS:
        assert secret not in page.split("</header>")[-1].split("<footer")[0]
    assert (address in page) == (state in {"declined", "cancelled", "expired"})


def test_the_owner_sees_what_came_through_it(owner: Client, account_id: int) -> None:
    owner.post(link(account_id), {"amount": "own", "own": "5,90", "key": KEY})
    Order.objects.update(state="paid", paid_at=clock.now(), operation="5", paid_kopecks=590)
    assert "5,90 BYN</b>: 1 платёж" in text(owner.get(MINE))
    assert NUMBER[:3] in text(owner.get(f"/pay/{Order.objects.get().token}/"))


def gone(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == HTTPStatus.NOT_FOUND
    return re.sub(r'value="[\w/=-]*"', "", text(page))


def test_revoked_expired_and_invented_ones_look_alike(owner: Client, account_id: int, client: Client) -> None:
    revoked, expired = link(account_id), link(account_id, LinkWish("Старая", 1))
    first = PayLink.objects.get(label="Интернет Михаила")
    for _ in range(2):
        assert owner.post(f"{MINE}{first.id}/revoke/").status_code == HTTPStatus.SEE_OTHER
    past = clock.now() - timedelta(days=9)
    PayLink.objects.filter(label="Старая").update(created_at=past, expires_at=past + timedelta(days=1))
    stranger = Client()
    pages = {gone(stranger, address) for address in (revoked, expired, "/pay/for/AAAA/", f"/pay/for/{'A' * 40}/")}
    assert len(pages) == 1
    assert "Эта ссылка не работает" in pages.pop()
    assert stranger.post(revoked, {"amount": "own", "own": "5", "key": KEY}).status_code == HTTPStatus.NOT_FOUND
    assert not Order.objects.exists()
    assert "Вы закрыли её" in text(owner.get(MINE))


def test_somebody_elses_link_is_not_there(owner: Client, account_id: int) -> None:
    other = open_account(number="100999", day=FIRST)
    anna(other, login="petr")
    link(other, LinkWish("Чужая", 30))
    theirs = PayLink.objects.get()
    assert owner.post(f"{MINE}{theirs.id}/revoke/").status_code == HTTPStatus.NOT_FOUND
    assert "Чужая" not in text(owner.get(MINE))
    assert PayLink.objects.get().revoked_at is None


def test_strangers_make_and_revoke_nothing(account_id: int, client: Client) -> None:
    link(account_id)
    assert client.post(MINE, FORM).status_code == HTTPStatus.FOUND
    assert client.post(f"{MINE}{PayLink.objects.get().id}/revoke/").status_code == HTTPStatus.FOUND
    assert PayLink.objects.get().revoked_at is None


def test_guesses_are_slowed(account_id: int, client: Client) -> None:
    true = link(account_id)
    codes = [client.get(f"/pay/for/{number:040d}/").status_code for number in range(100)]
    assert codes.count(HTTPStatus.NOT_FOUND) == limits.LINKS.each
    assert codes.count(HTTPStatus.TOO_MANY_REQUESTS) == 100 - limits.LINKS.each
    assert client.get(true, REMOTE_ADDR="192.0.2.1").status_code == HTTPStatus.OK


def test_without_a_rail_nothing_is_promised(client: Client) -> None:
    address = link(world(demo=False))
    assert client.post(address, {"amount": "own", "own": "5", "key": KEY}).status_code == HTTPStatus.SERVICE_UNAVAILABLE
