"""Staff make a bill, the subscriber opens it from his mail and pays: on a phone, with and without scripts."""

import re
from time import monotonic

import pytest

from tests.browser.staff_acts import fill_bill, open_act
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk, words

pytestmark = needs_chromium
NUMBER = "7000014"
"""One of the crowd's, on which nobody else walks."""
SUMS = {"with scripts": "41,30", "without scripts": "42,40"}
PATIENCE_S = 60.0


def test_a_bill_is_sent_and_paid(walk: Walk, request: pytest.FixtureRequest) -> None:
    amount = SUMS[request.node.callspec.id]
    walk.staff("agent")
    open_act(walk.page, "bill", NUMBER)
    walk.heading("Выставить счёт на оплату")
    fill_bill(walk.page, amount)
    walk.seen("looked")
    walk.page.locator("#reason").select_option("visit")
    walk.button("Подтвердить").click()
    walk.shows("ссылка сразу уйдёт абоненту")
    subscriber = walk.page.url
    walk.open(_link(walk, amount))
    walk.heading("Оплата картой")
    walk.shows("Выезд мастера и настройка роутера")
    walk.seen("bill")
    walk.pay_by_card(f"{amount} BYN")
    walk.shows(f"Оплачено {amount} BYN")
    walk.seen("paid")
    walk.open(f"{subscriber.partition('?')[0]}timeline/")
    for said in ("Выставили счёт на оплату", "Отправили ссылку на счёт", "оплачен"):
        walk.shows(said)


def _link(walk: Walk, amount: str) -> str:
    """Where the bill is paid, as its SMS says."""
    until = monotonic() + PATIENCE_S
    while monotonic() < until:
        walk.open("/demo/sms/")
        for text in walk.page.get_by_text(words(f"Счёт {amount} BYN")).all_inner_texts():
            if found := re.search(r"https?://[^/\s]+(/\S+paybill\.cfm\?ID=\S+)", text):
                return found[1]
        walk.page.wait_for_timeout(500)
    raise AssertionError("no SMS of the bill")
