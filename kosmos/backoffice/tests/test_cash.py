"""The cash desk's pages: from the float to the Z report, each form twice, and what each role sees."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn, at_work
from kosmos.cashdesk.models import Receipt, Shift, VoidRequest
from kosmos.ledger.models import Account
from kosmos.portal.tests.paying import NUMBER, world
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.wording.typography import byn

pytestmark = pytest.mark.django_db
DESK, TAKE, CLOSE, VOIDS = "/staff/cash/", "/staff/cash/take/", "/staff/cash/close/", "/staff/cash/voids/"
KEY = "0" * 32


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, name
    return found[1]


@pytest.fixture
def account(db: None) -> int:
    return world()


@pytest.fixture
def cashier(account: int, signed_in: SignedIn) -> Client:
    """A cashier whose shift is open with 50,00."""
    browser = signed_in("cashier")
    assert browser.post(f"{DESK}open/", {"float": "50", "key": KEY}).status_code == 303
    return browser


def taken(cashier: Client, amount: str = "20,00", key: str = "1" * 32, **more: str) -> Any:
    return cashier.post(TAKE, {"account": NUMBER, "amount": amount, "given": "", "key": key, **more})


def test_from_the_number_to_the_receipt_enter_moves_on(cashier: Client, account: int) -> None:
    key = hidden(cashier.get(DESK), "key")
    amount = cashier.get(TAKE, {"key": key, "account": f" {NUMBER[:3]} {NUMBER[3:]} "})
    assert "Ковалёва" not in words(amount)
    assert "Сурганова, 17, кв. ···" in words(amount)
    assert "Чтобы включить 5,90 BYN" in words(amount)
    assert hidden(amount, "key") == key
    assert 'value="5,90"' in amount.content.decode()
    given = cashier.get(TAKE, {"key": key, "account": NUMBER, "amount": "5,90"})
    assert "Получено от клиента" in words(given)
    step = {"key": key, "account": NUMBER, "amount": "5,90", "given": "10"}
    confirm = cashier.get(TAKE, step)
    assert "Сдача 4,10 BYN" in words(confirm)
    assert "autofocus" in confirm.content.decode().partition("<form class")[2]
    done = cashier.post(TAKE, step)
    assert done.status_code == 303
    page = words(cashier.get(done["Location"]))
    assert "Принято 5,90 BYN" in page
    assert "Отдайте сдачу 4,10 BYN" in page
    assert "Нефискальный документ" in page
    paper = cashier.get(f"{done['Location']}receipt.pdf")
    assert paper.content.startswith(b"%PDF")
    again = cashier.post(TAKE, step)
    assert again["Location"] == done["Location"]
    assert "уже приняты" in words(cashier.get(again["Location"]))
    assert cashier.get(TAKE, step)["Location"] == done["Location"]
    assert Receipt.objects.count() == 1
    assert "квитанция № 1" in words(cashier.get(DESK))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"account": "999999"}, "Такого лицевого счёта нет"),
        ({"account": "счёт"}, "Такого лицевого счёта нет|В номере лицевого счёта цифры"),
        ({"account": NUMBER, "amount": "много"}, "Это не сумма"),
        ({"account": NUMBER, "amount": ""}, "Введите сумму"),
        ({"account": NUMBER, "amount": "10001"}, "слишком велика"),
        ({"account": NUMBER, "amount": "10", "given": "5"}, "Не хватает 5,00 BYN"),
        ({"account": NUMBER, "amount": "10", "given": "x"}, "Это не сумма"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed(cashier: Client, sent: dict[str, str], said: str) -> None:
    for answer in (cashier.get(TAKE, sent), cashier.post(TAKE, {"key": KEY, "given": "", **sent})):
        if answer.status_code == 422:
            assert re.search(said, words(answer))
            assert not Receipt.objects.exists()
    assert cashier.get(TAKE, sent).status_code == 422


def test_the_same_sum_again_has_to_be_meant(cashier: Client) -> None:
    assert taken(cashier).status_code == 303
    answer = taken(cashier, key="2" * 32)
    assert answer.status_code == 422
    assert "Это ещё один платёж?" in words(answer)
    assert taken(cashier, key=hidden(answer, "key"), again="yes").status_code == 303
    assert Receipt.objects.count() == 2


def test_an_old_form_that_says_something_else_takes_nothing_and_says_so(cashier: Client) -> None:
    receipt = taken(cashier)["Location"]
    for changed in ({"amount": "30,00"}, {"account": "999999"}):
        answer = taken(cashier, **changed)
        assert answer["Location"] == receipt
        assert "Новое не принято" in words(cashier.get(receipt))
    assert cashier.get(TAKE, {"account": NUMBER, "key": "1" * 32})["Location"] == receipt
    assert "Второй раз ничего не принято" in words(cashier.get(receipt))
    assert Receipt.objects.count() == 1


def test_a_shift_left_open_is_told_the_next_day_and_closed_by_a_supervisor(
    cashier: Client, signed_in: SignedIn
) -> None:
    taken(cashier)
    assert "открыта не сегодня" not in words(cashier.get(DESK))
    Shift.objects.update(opened_at=F("opened_at") - timedelta(days=1))
    assert "открыта не сегодня" in words(cashier.get(DESK))
    address, finance = f"{DESK}shifts/{Shift.objects.get().id}/close/", signed_in("finance")
    page = finance.get(address)
    assert "Должно быть в кассе 70,00 BYN" in words(page)
    form = {"counted": "70", "expected": hidden(page, "expected"), "key": hidden(page, "key")}
    assert finance.post(address, {**form, "counted": "x"}).status_code == 422
    done = [finance.post(address, form) for _ in range(2)]
    assert [answer.status_code for answer in done] == [303, 303]
    report = words(finance.get(done[0]["Location"]))
    assert "Закрыл за кассира: Finance" in report
    assert "ничего не сделано второй раз" in report
    assert finance.post(address, {**form, "key": "5" * 32})["Location"] == done[0]["Location"]
    assert finance.get(address)["Location"] == done[0]["Location"]
    assert "смена не открыта" in words(cashier.get(DESK))


def test_a_supervisor_sees_what_a_void_does_to_money_that_was_used(
    cashier: Client, account: int, signed_in: SignedIn
) -> None:
    receipt = taken(cashier, "5,90")["Location"]
    cashier.post(f"{receipt}void/", {"do": "ask", "reason": "wrong_account", "key": "3" * 32})
    balance = Account.objects.get(id=account).balance_kopecks
    page = words(signed_in("finance").get(f"{VOIDS}{VoidRequest.objects.get().id}/"))
    assert f"Будет после отмены {byn(balance - 590)}".replace("\u00a0", " ") in page
    assert ("останется долг" in page) == (balance < 590)


def test_a_void_takes_another_person(cashier: Client, account: int, signed_in: SignedIn) -> None:
    before = Account.objects.get(id=account).balance_kopecks
    receipt = taken(cashier)["Location"]
    assert cashier.post(f"{receipt}void/", {"do": "ask", "key": "3" * 32}).status_code == 422
    asked = {"do": "ask", "reason": "wrong_account", "key": "3" * 32}
    assert [cashier.post(f"{receipt}void/", asked).status_code for _ in range(2)] == [303, 303]
    void = VoidRequest.objects.get()
    assert cashier.post(CLOSE, {"counted": "70", "expected": "7000", "key": KEY}).status_code == 422
    assert cashier.post(f"{VOIDS}{void.id}/", {"do": "approve"}).status_code == 403
    finance = signed_in("finance")
    assert "Квитанция № 1-1" in words(finance.get(VOIDS))
    assert "Не тот лицевой счёт" in words(finance.get(f"{VOIDS}{void.id}/"))
    assert [finance.post(f"{VOIDS}{void.id}/", {"do": "approve"}).status_code for _ in range(2)] == [303, 303]
    late = signed_in("administrator").post(f"{VOIDS}{void.id}/", {"do": "refuse"})
    assert late.status_code == 422
    assert "Уже решено: отменить. Решение: Finance." in words(late)
    assert "верните клиенту деньги" in words(cashier.get(receipt))
    assert Account.objects.get(id=account).balance_kopecks <= before
    assert "Отменено, квитанций: 1 −20,00 BYN" in words(cashier.get(f"{DESK}report/"))


def test_the_z_report_says_what_is_missing_and_closes_once(cashier: Client, signed_in: SignedIn) -> None:
    taken(cashier)
    cashier.post(f"{DESK}hand-over/", {"amount": "30", "key": "4" * 32})
    assert "Сходится с проводками" in words(cashier.get(f"{DESK}report/"))
    page = cashier.get(CLOSE)
    form = {"counted": "39,50", "expected": hidden(page, "expected"), "key": hidden(page, "key")}
    answer = cashier.post(CLOSE, form)
    assert answer.status_code == 422
    assert "Напишите, откуда разница" in words(answer)
    stale = cashier.post(CLOSE, {**form, "expected": "1", "note": "?"})
    assert "теперь должно быть 40,00 BYN" in words(stale)
    done = cashier.post(CLOSE, {**form, "note": "мелочь"})
    assert done.status_code == 303
    assert cashier.post(CLOSE, {**form, "note": "мелочь"})["Location"] == done["Location"]
    report = words(cashier.get(done["Location"]))
    assert "Z-отчёт по смене № 1" in report
    assert "Недостача 0,50 BYN" in report
    assert "Сходится с проводками" in report
    assert cashier.get(f"{done['Location']}?paper=1").content.startswith(b"%PDF")
    shift = Shift.objects.get()
    finance = signed_in("finance")
    assert "недостача 0,50" in words(finance.get(VOIDS))
    assert "Z-отчёт" in words(finance.get(f"{DESK}shifts/{shift.id}/"))


def test_without_a_shift_every_page_leads_to_its_opening(account: int, signed_in: SignedIn) -> None:
    cashier = signed_in("cashier")
    for path in (f"{DESK}report/", f"{DESK}hand-over/", CLOSE, f"{TAKE}?account={NUMBER}"):
        assert cashier.get(path)["Location"] == DESK
    assert taken(cashier)["Location"] == DESK
    assert cashier.post(CLOSE, {"counted": "0", "expected": "0"})["Location"] == DESK
    assert cashier.post(f"{DESK}open/", {"float": "x"}).status_code == 422


def test_receipts_and_reports_of_another_cashier_are_not_there(cashier: Client, signed_in: SignedIn) -> None:
    receipt = taken(cashier)["Location"]
    stranger = signed_in("agent")
    assert stranger.get(DESK).status_code == 403
    sign_in = SignIn.objects.create(id=5_000, login="second", password="!", must_change_password=False)
    StaffMember.objects.create(sign_in=sign_in, name="Вторая", role="cashier")
    other = at_work(sign_in)
    nobody = UUID(int=0)
    for path in (receipt, f"{receipt}receipt.pdf", f"{receipt}void/", f"{DESK}my/{Shift.objects.get().id}/"):
        assert other.get(path).status_code == 404
        assert other.get(path.replace(str(Receipt.objects.get().id), str(nobody))).status_code == 404
