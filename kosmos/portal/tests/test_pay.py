"""Quick pay and top-up: what is asked, what is told to whom, and which orders come of it."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosmos.charging.queries import home_of
from kosmos.charging.services import NewPayment, charge_once, post_payments
from kosmos.kernel import clock
from kosmos.ledger.models import Account, AccountNumber
from kosmos.ledger.services import open_account
from kosmos.payments.models import Order
from kosmos.portal import limits
from kosmos.portal.outcomes import outcome_of, suggestions_for
from kosmos.portal.tests.paying import FIRST, NOBODYS, NUMBER, anna, world

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def every_word(account_id: int) -> Iterator[tuple[str, ...]]:
    """What a stranger must not learn."""
    balance = Account.objects.get(id=account_id).balance_kopecks
    yield ("Анна", "Ковал", "Сурганова", "Орбита", "20,00 BYN. ", f"{balance // 100},", "5,90")


def text(response: HttpResponseBase) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def sent(client: Client, number: str = NUMBER, **fields: str) -> HttpResponseBase:
    return client.post("/pay/", {"account": number, "amount": "own", "own": "5,90", "key": KEY} | fields)


def test_a_number_is_asked_for_first(account_id: int, client: Client) -> None:
    page = client.get("/pay/")
    assert page.status_code == 200
    assert 'name="account"' in text(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_wrong_number_is_shown_again_with_what_was_typed(account_id: int, client: Client) -> None:
    page = client.get("/pay/", {"account": '12"<b>'})
    assert page.status_code == 422
    assert "12&quot;&lt;b&gt;" in text(page)
    assert 'aria-invalid="true"' in text(page)


def test_the_sum_page_tells_a_stranger_nothing(account_id: int, client: Client, every_word: tuple[str, ...]) -> None:
    page = text(client.get("/pay/", {"account": " 100-482 "}))
    assert "100-482" in page
    for word in every_word[:4]:
        assert word not in page
    assert "5,90" not in page


def alike(page: HttpResponseBase) -> tuple[int, str, dict[str, str]]:
    """A page without what differs from request to request anyway, and without the number that was typed."""
    body = re.sub(r"[\w-]{32,}", "", text(page))
    for number in (NUMBER, NOBODYS):
        body = body.replace(number, "N").replace(f"{number[:3]}\u00a0{number[3:]}", "N")
    return page.status_code, body, {name: value for name, value in page.headers.items() if name != "Set-Cookie"}


@pytest.mark.parametrize("fields", [{}, {"own": "abc"}, {"own": "9999999"}, {"amount": ""}, {"amount": "x"}])
def test_pages_are_byte_for_byte_alike_whether_the_account_exists(
    account_id: int, client: Client, fields: dict[str, str]
) -> None:
    assert alike(client.get("/pay/", {"account": NUMBER})) == alike(client.get("/pay/", {"account": NOBODYS}))
    mine, nobodys = sent(client, **fields), sent(client, NOBODYS, **fields)
    if mine.status_code == 303:
        shapes = [re.sub(r"Checkvalue=\w+|-\w{10}", "X", page.headers["Location"]) for page in (mine, nobodys)]
        assert shapes[0] == shapes[1].replace(NOBODYS, NUMBER)
        tokens = [Order.objects.get(number__startswith=number).token for number in (NUMBER, NOBODYS)]
        results = [alike(client.get(f"/pay/{token}/")) for token in tokens]
        numbers = [re.sub(r"N-\w{10}|N%2D\w{10}", "N-X", re.sub(r"Checkvalue=\w+", "", page[1])) for page in results]
        assert numbers[0] == numbers[1]
    else:
        assert alike(mine) == alike(nobodys)


def test_the_same_number_of_questions_is_asked_of_the_database_for_both(account_id: int, client: Client) -> None:

    sent(client, NOBODYS, own="1")
    counts = []
    for number in (NUMBER, NOBODYS):
        with CaptureQueriesContext(connection) as asked:
            sent(client, number, own="2")
        counts.append([query["sql"].split()[0] for query in asked.captured_queries])
    assert counts[0] == counts[1]


def test_a_confirmed_sum_leads_to_the_bank(account_id: int, client: Client) -> None:
    away = sent(client)
    order = Order.objects.get()
    assert away.status_code == 303
    assert f"OrderNumber={order.number}" in away.headers["Location"]
    assert order.token not in away.headers["Location"]
    assert (order.account_id, order.amount_kopecks, order.state) == (account_id, 5_90, "waiting")


def test_nobodys_money_waits_in_suspense(account_id: int, client: Client) -> None:
    assert sent(client, NOBODYS).status_code == 303
    order = Order.objects.get()
    assert order.number.startswith(f"{NOBODYS}-")
    assert Account.objects.get(id=order.account_id).kind == 2


def test_the_houses_own_account_is_nobodys_to_payers(account_id: int, client: Client) -> None:
    sent(client, NOBODYS)
    suspense = AccountNumber.objects.get(account__kind=2).number
    assert sent(client, suspense).status_code == 303


@pytest.mark.parametrize("number", [NUMBER, NOBODYS])
def test_a_form_sent_twice_is_one_order(account_id: int, client: Client, number: str) -> None:
    first, second = sent(client, number), sent(client, number)
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


def test_back_and_another_sum_is_plainly_another_order(account_id: int, client: Client) -> None:
    sent(client)
    sent(client, own="7,00")
    assert sorted(Order.objects.values_list("amount_kopecks", flat=True)) == [5_90, 7_00]


def test_two_forms_are_two_orders(account_id: int, client: Client) -> None:
    keys = {found[1] for _ in range(2) if (found := re.search(r'name="key" value="(\w{32})"', _sum_page(client)))}
    for key in keys:
        sent(client, key=key)
    assert (len(keys), Order.objects.count()) == (2, 2)


def _sum_page(client: Client) -> str:
    return text(client.get("/pay/", {"account": NUMBER}))


def test_sent_again_after_it_was_decided_leads_to_its_result(account_id: int, client: Client) -> None:
    sent(client)
    Order.objects.update(state="cancelled")
    again = sent(client)
    assert again.headers["Location"] == f"/pay/{Order.objects.get().token}/"


@pytest.mark.parametrize("own", ["", "0", "-5", "0,99", "25,901", "99999999", "1e3", "<script>alert(1)</script>"])
def test_hostile_sums_come_back_as_they_were_typed(account_id: int, client: Client, own: str) -> None:
    page = sent(client, own=own)
    assert page.status_code == 422
    assert 'id="own-e"' in text(page)
    assert "<script>alert" not in text(page)
    assert not Order.objects.exists()


@pytest.mark.parametrize("amount", ["", "-590", "1", "99999999999", "5.90", "٢٠٠٠", "own\x00"])
def test_choices_that_no_form_has_are_refused(account_id: int, client: Client, amount: str) -> None:
    assert sent(client, amount=amount).status_code == 422
    assert not Order.objects.exists()


def test_a_form_of_another_site_is_refused(account_id: int) -> None:
    assert sent(Client(enforce_csrf_checks=True)).status_code == 403


def test_guessing_numbers_is_slowed(account_id: int, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [client.get("/pay/", {"account": str(number)}).status_code for number in range(100_460, 100_500)]
    assert codes == [200] * limits.ACCOUNT_NUMBERS.each + [429] * (40 - limits.ACCOUNT_NUMBERS.each)
    refused = client.get("/pay/", {"account": "200000"})
    assert int(refused.headers["Retry-After"]) > 0
    assert "Подождите" in text(refused)
    assert client.get("/pay/", {"account": "200000"}, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_the_owner_is_never_limited(owner: Client) -> None:
    for number in range(100_400, 100_440):
        owner.get("/pay/", {"account": str(number)})
    assert owner.get("/cabinet/pay/").status_code == 200
    assert owner.post("/cabinet/pay/", {"amount": "590", "key": KEY}).status_code == 303


def test_strangers_are_asked_to_sign_in_for_a_top_up(account_id: int, client: Client) -> None:
    assert "/sign-in/" in client.get("/cabinet/pay/").headers["Location"]
    assert client.post("/cabinet/pay/", {"amount": "590", "key": KEY}).status_code == 302
    assert not Order.objects.exists()


def test_a_blocked_owner_sees_what_brings_him_back_and_where_it_leads(owner: Client) -> None:
    page = text(owner.get("/cabinet/pay/")).replace("\u00a0", " ")
    assert "5,90 BYN</b>Всё включится сразу" in page
    assert "На счёте станет 25,06. Хватит до 31 декабря (чт)" in page
    assert "Интернет «Орбита 100»" in page
    assert "31,80 BYN</b>" in page
    assert re.search(r'id="a-due" checked', page)


def test_what_is_suggested_to_whom(account_id: int) -> None:
    blocked = home_of(account_id, now=clock.now())
    assert [(one.why, one.amount_kopecks) for one in suggestions_for(blocked)] == [
        ("back", 590),
        ("back_and_month", 3180),
    ]
    post_payments([NewPayment(account_id, 5_90, "third")], now=clock.now())
    running = home_of(account_id, now=clock.now())
    first = running.month.missing_kopecks
    assert [(one.why, one.amount_kopecks) for one in suggestions_for(running)] == [
        ("first", first),
        ("first_and_month", first + 2590),
    ]
    charge_once(account_id=account_id, amount_kopecks=30_00, now=clock.now())
    owing = home_of(account_id, now=clock.now())
    assert [(one.why, one.amount_kopecks) for one in suggestions_for(owing)] == [("due", 494), ("due_and_month", 3084)]


def test_a_preview_is_what_then_happens(account_id: int) -> None:
    foretold = outcome_of(account_id, 5_90, now=clock.now())
    post_payments([NewPayment(account_id, 5_90, "third")], now=clock.now())
    then = home_of(account_id, now=clock.now()).ahead
    assert (foretold.balance_kopecks, foretold.lasts_until) == (then.figures.balance, then.lasts_until)
    assert (foretold.charged_kopecks, foretold.back) == (84, ("orbita-100",))


def test_a_top_up_is_for_the_chosen_account_whatever_is_sent(owner: Client, account_id: int) -> None:
    owner.post("/cabinet/pay/", {"account": NOBODYS, "amount": "590", "key": KEY})
    assert Order.objects.get().account_id == account_id


def test_another_persons_account_is_not_there(owner: Client, account_id: int) -> None:
    assert owner.get("/cabinet/pay/", {"account": NOBODYS}).status_code == 404


def test_a_preview_changes_nothing(owner: Client, account_id: int) -> None:
    before = Account.objects.values().get(id=account_id)
    owner.get("/cabinet/pay/")
    assert Account.objects.values().get(id=account_id) == before


def test_without_a_rail_nothing_is_promised(client: Client) -> None:
    world(demo=False)
    page = sent(client)
    assert page.status_code == 503
    assert "ЕРИП" in text(page)


def test_whoever_holds_another_account_is_a_stranger_here(account_id: int, client: Client) -> None:

    other = open_account(number="100999", day=FIRST)
    client.force_login(anna(other, login="petr"))
    assert "Сурганова" not in text(client.get("/pay/", {"account": NUMBER})).split("</header>")[-1]
