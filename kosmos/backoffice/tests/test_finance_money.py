"""Finance's pages: statements, money of nobody, refunds, cases; each thing done once, past a limit by two."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_acts import HIDDEN, balance, looked, page_of
from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.connections.tests.signing_world import NOW
from kosmos.ledger.models import AccountNumber, OperatorPosting
from kosmos.ledger.services import open_account
from kosmos.payments.jobs import post_statements, pursue_refunds
from kosmos.payments.models import Case, Order, Refund, Statement, Unidentified
from kosmos.payments.news import Heard, News, Source
from kosmos.payments.services import create_order_of_nobody, take_news
from kosmos.payments.services.cases import open_case
from kosmos.payments.services.registry import keep_profile
from kosmos.payments.services.suspense import assign
from kosmos.payments.tests.world import Bank, wired
from kosmos.subscribers.acts import AuditRecord
from kosmos.workplace.acting import Approval, Doing

FORM = {
    "name": "bank",
    "layout": "csv",
    "columns": {"reference": 1, "date": 2, "amount": 3, "payer": 4, "purpose": 5, "fee": 6},
    "account_after": ["л/с"],
}
LIST = "/staff/money/statements/"


@pytest.fixture
def finance(account_id: int, signed_in: SignedIn) -> Client:
    keep_profile(FORM, now=NOW)
    return signed_in("finance")


@pytest.fixture
def number(account_id: int) -> str:
    return AccountNumber.objects.get(account_id=account_id).number


def send(finance: Client, *lines: str) -> str:
    """The address of a statement of these lines."""
    file = SimpleUploadedFile("day.csv", "".join(f"{line}\r\n" for line in lines).encode("cp1251"))
    answer = finance.post(LIST, {"profile": "bank", "file": file})
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


def decide(finance: Client, address: str, what: str) -> int:
    return finance.post(address, {"do": what, "version": "1"}).status_code


def work(tmp_path: Path) -> None:
    post_statements(NOW, spool=tmp_path)


def test_a_statement_is_looked_at_and_posted_as_chosen(
    finance: Client,
    account_id: int,
    number: str,
    tmp_path: Path,
) -> None:
    before = balance(account_id)
    address = send(finance, f"1;18.11.2026;5;Анна;л/с {number};0", "2;18.11.2026;x;Анна;л/с 1;0")
    shown = finance.get(address).content.decode()
    assert "строка 2" in shown and "сумма: не сумма" in shown
    assert "2;сумма: не сумма" in finance.get(f"{address}bad-lines.csv").content.decode()
    assert decide(finance, address, "all") == 422
    assert decide(finance, address, "good") == 303
    assert finance.get(address)["Refresh"]
    work(tmp_path)
    assert balance(account_id) == before + 500
    assert "зачислена" in finance.get(address).content.decode()
    assert decide(finance, address, "drop") == 422
    assert set(AuditRecord.objects.values_list("action", flat=True)) == {"statement_taken", "statement_chosen"}


def test_what_lies_in_the_spool_folder_is_taken(finance: Client, account_id: int, number: str, tmp_path: Path) -> None:
    before, folder = balance(account_id), tmp_path / "bank"
    folder.mkdir()
    (folder / "a.csv").write_bytes(f"1;18.11.2026;5;Анна;л/с {number};0\r\n".encode("cp1251"))
    (folder / "b.csv").write_bytes(f"2;18.11.2026;x;Анна;л/с {number};0\r\n".encode("cp1251"))
    (folder / ".c.csv").write_bytes(b"")
    work(tmp_path)
    work(tmp_path)
    assert balance(account_id) == before + 500
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["a.csv", "b.csv"]
    assert sorted(Statement.objects.values_list("state", flat=True)) == ["posted", "read"]


def nobodys(finance: Client, tmp_path: Path, amount: str = "7,50") -> Unidentified:
    assert decide(finance, send(finance, f"9/1;18.11.2026;{amount};Анна Янковская;без счёта;0"), "all") == 303
    work(tmp_path)
    return Unidentified.objects.get()


def test_money_of_nobody_is_found_and_put_on_an_account_once(
    finance: Client,
    account_id: int,
    number: str,
    tmp_path: Path,
) -> None:
    money, before = nobodys(finance, tmp_path), balance(account_id)
    address = reverse("staff:nobodys", args=[money.rail, money.operation])
    assert address in finance.get("/staff/money/suspense/", {"q": "янковская 7,50"}).content.decode()
    assert address not in finance.get("/staff/money/suspense/", {"q": "7,51"}).content.decode()
    assert finance.get(address, {"account": "1"}).status_code == 422
    act = finance.get(address, {"account": number})
    assert act["Location"].startswith(page_of(Doing.ASSIGN, account_id))
    form = looked(finance, page_of(Doing.ASSIGN, account_id), money="bank 9/1") | {"reason": "payer_found"}
    assert finance.post(page_of(Doing.ASSIGN, account_id), form).status_code == 303
    assert finance.post(page_of(Doing.ASSIGN, account_id), form).status_code == 303
    assert balance(account_id) == before + 750
    assert balance(money.account_id) == 0
    assert "счёт" in finance.get(address).content.decode()
    again = finance.post(page_of(Doing.ASSIGN, account_id), {"money": "bank 9/1", "do": "look"})
    assert again.status_code == 422 and "уже зачислен" in again.content.decode()
    assert not check_ledger().findings


def test_money_goes_back_to_its_sender_by_two_past_the_limit(
    finance: Client, signed_in: SignedIn, tmp_path: Path
) -> None:
    money = nobodys(finance, tmp_path, "500")
    address = reverse("staff:nobodys", args=[money.rail, money.operation])
    form = dict(HIDDEN.findall(finance.get(address).content.decode())) | {"reason": "payer_unknown", "note": "п/п 12"}
    assert finance.post(address, form).status_code == 303
    assert balance(money.account_id) == 500_00
    asked = Approval.objects.get()
    chief = signed_in("administrator")
    page = chief.get(reverse("staff:approval", args=[asked.id])).content.decode()
    seen = dict(HIDDEN.findall(page))["seen"]
    assert chief.post(reverse("staff:approval", args=[asked.id]), {"do": "approve", "seen": seen}).status_code == 303
    assert balance(money.account_id) == 0
    assert Unidentified.objects.get().state == "returned"
    assert not check_ledger().findings


def test_what_was_put_on_the_wrong_account_is_moved(finance: Client, account_id: int, tmp_path: Path) -> None:
    money = nobodys(finance, tmp_path)
    wrong = open_account(number="700700", day=NOW.date())
    assign(rail="bank", operation="9/1", account_id=wrong, now=NOW)
    address, before = reverse("staff:nobodys", args=[money.rail, money.operation]), balance(account_id)
    assert "Зачислен не туда?" in finance.get(address).content.decode()
    number = AccountNumber.objects.get(account_id=account_id).number
    act = finance.get(address, {"account": number})["Location"]
    shown = finance.get(act).content.decode()
    assert "сейчас на счёте 700\u00a0700" in shown
    form = looked(finance, page_of(Doing.ASSIGN, account_id), money="bank 9/1") | {"reason": "payer_found"}
    assert [finance.post(page_of(Doing.ASSIGN, account_id), form).status_code for _ in range(2)] == [303, 303]
    assert (balance(wrong), balance(account_id)) == (0, before + 750)
    assert not check_ledger().findings


def test_a_form_that_did_not_show_where_the_money_lies_by_now_moves_nothing(
    finance: Client, account_id: int, tmp_path: Path
) -> None:
    nobodys(finance, tmp_path)
    form = looked(finance, page_of(Doing.ASSIGN, account_id), money="bank 9/1") | {"reason": "payer_found"}
    other, before = open_account(number="700700", day=NOW.date()), balance(account_id)
    assign(rail="bank", operation="9/1", account_id=other, now=NOW)
    assert finance.post(page_of(Doing.ASSIGN, account_id), form).status_code == 422
    assert (balance(other), balance(account_id)) == (750, before)


def test_a_card_payment_of_nobodys_goes_back_to_the_card_by_the_bank(finance: Client) -> None:
    order = create_order_of_nobody(number="100999", amount_kopecks=2500, now=NOW, key="k")
    take_news(order.number, News("1", Heard.APPROVED, 2500, "BYN", "51.1", "51", Source.QUERY, "assist"), NOW)
    address = reverse("staff:nobodys", args=["assist", "51.1"])
    assert address in finance.get("/staff/money/refunds/", {"q": order.number}).content.decode()
    with wired(Bank()):
        page = finance.get(address).content.decode()
        assert "Вернуть на карту" in page and "Записать возврат" not in page
        form = dict(HIDDEN.findall(page)) | {"reason": "asked"}
        assert [finance.post(address, form).status_code for _ in range(2)] == [303, 303]
        waits = finance.get(address).content.decode()
        assert "ушла в банк" in waits and "Посмотреть и зачислить" not in waits
        assert balance(order.account_id) == 2500
        assert pursue_refunds(NOW + timedelta(hours=1)) == 1
    assert (balance(order.account_id), Unidentified.objects.get().state) == (0, "returned")
    assert address in finance.get("/staff/money/refunds/").content.decode()
    assert "Возвращён отправителю" in finance.get(address).content.decode()
    assert not check_ledger().findings


def test_a_card_payment_is_given_back_from_the_account_that_it_was_put_on(finance: Client, account_id: int) -> None:
    order = create_order_of_nobody(number="100999", amount_kopecks=2500, now=NOW, key="k")
    take_news(order.number, News("1", Heard.APPROVED, 2500, "BYN", "51.1", "51", Source.QUERY, "assist"), NOW)
    assign(rail="assist", operation="51.1", account_id=account_id, now=NOW)
    address, before = page_of(Doing.REFUND, account_id), balance(account_id)
    assert address in finance.get("/staff/money/refunds/", {"q": order.number}).content.decode()
    form = looked(finance, address, payment="assist 51.1", sum="25") | {"reason": "asked"}
    assert finance.post(address, form).status_code == 303
    with wired(Bank()):
        assert pursue_refunds(NOW + timedelta(hours=1)) == 1
    assert balance(account_id) == before - 2500
    assert "вернули на карту" in finance.get(reverse("staff:nobodys", args=["assist", "51.1"])).content.decode()
    assert not check_ledger().findings


def paid(account_id: int) -> Order:
    about = {"rail": "assist", "amount_kopecks": 200_00, "created_at": NOW, "expires_at": NOW, "paid_at": NOW}
    told = {"state": "paid", "operation": "r", "paid_kopecks": 200_00, "number": "A1", "token": "t", "key": "1"}
    Payment.objects.filter(account_id=account_id, reference="r").update(provider="assist")
    return Order.objects.create(account_id=account_id, **about, **told)


def test_a_refund_is_shown_and_asked_for_once(finance: Client, account_id: int) -> None:
    paid(account_id)
    listed = finance.get("/staff/money/refunds/", {"q": "A1"}).content.decode()
    assert page_of(Doing.REFUND, account_id) in listed
    address, before = page_of(Doing.REFUND, account_id), balance(account_id)
    form = looked(finance, address, payment="assist r", sum="50") | {"reason": "asked"}
    assert [finance.post(address, form).status_code for _ in range(2)] == [303, 303]
    assert Refund.objects.get().amount_kopecks == 50_00
    assert balance(account_id) == before
    more = finance.post(address, {"payment": "assist r", "sum": "151", "do": "look"})
    assert more.status_code == 422 and "не осталось" in more.content.decode()
    assert "ждёт отправки" in finance.get("/staff/money/refunds/").content.decode()


def test_a_chargeback_is_posted_and_says_what_is_owed_before(finance: Client, account_id: int) -> None:
    paid(account_id)
    address, before = page_of(Doing.CHARGEBACK, account_id), balance(account_id)
    shown = finance.post(address, {"payment": "assist r", "sum": "200", "do": "look"}).content.decode()
    assert "84,87" in shown and "Хватит до" in shown
    form = looked(finance, address, payment="assist r", sum="200") | {"reason": "bank_took_back"}
    assert finance.post(address, form).status_code == 303
    assert balance(account_id) <= before - 200_00
    assert Case.objects.get().kind == "chargeback"
    assert not check_ledger().findings


def test_a_transfer_of_an_agent_is_noted_once(finance: Client) -> None:
    address = "/staff/money/handed-over/"
    form = {"code": "agents", "provider": "kiosk", "document": "п/п 12", "came": "98,50", "fee": "1,50"}
    shown = finance.post(address, form)
    assert shown.status_code == 200 and "исправить потом нельзя" in shown.content.decode()
    assert not OperatorPosting.objects.exists(), "nothing is noted before it was looked at"
    assert "п/п 12" in finance.post(address, form | {"edit": "1"}).content.decode()
    form |= {"sure": "1"}
    assert [finance.post(address, form).status_code for _ in range(2)] == [303, 303]
    moves = OperatorPosting.objects.order_by("number").values_list("from_code", "to_code", "amount_kopecks")
    assert list(moves) == [(15, 13, 98_50), (15, 20, 1_50)]
    assert finance.post(address, form | {"came": "99"}).status_code == 422
    assert finance.post(address, {"code": "bank"}).status_code == 422


def test_a_case_is_taken_and_closed_with_a_note_once(
    finance: Client,
    account_id: int,
    signed_in: SignedIn,
) -> None:
    open_case(account_id=account_id, order_number="A/1", kind="paid_twice", operation="o", details="", now=NOW)
    listed = finance.get("/staff/money/cases/").content.decode()
    found = re.search(r'href="(/staff/money/cases/\d+/[^"]+)"', listed)
    assert found and "оплачен дважды" in listed
    assert finance.post(found[1], {"do": "take"}).status_code == 303
    assert finance.post(found[1], {"do": "close", "note": " "}).status_code == 422
    assert finance.post(found[1], {"do": "close", "note": "Вернули"}).status_code == 303
    assert signed_in("administrator").post(found[1], {"do": "close", "note": "И я"}).status_code == 422
    case = Case.objects.get()
    assert case.note == "Вернули" and case.closed_at
    assert "paid_twice" not in finance.get("/staff/money/cases/").content.decode()
