"""The page of a payment that waits says by itself that it is paid: by the stream, and without it by asking again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.stage import needs_chromium, window
from tests.browser.walk import Walk, words

pytestmark = needs_chromium
STREAM, RESULT = "**/live/orders/**", "**/pay/*/*"
NUMBER = "909090"


def _never_asks_again(route: Route) -> None:
    """The page without its wish to be asked for again: only the stream can change it then."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={name: it for name, it in answer.headers.items() if name != "refresh"})


def _cut(route: Route) -> None:
    route.abort()


def _at_the_bank(walk: Walk, amount: str) -> str:
    """Go as far as the bank's own page; the address of the payment's page."""
    walk.open(f"/pay/?account={NUMBER}")
    walk.page.get_by_text("Другая сумма", exact=True).first.click()
    walk.page.get_by_label("Другая сумма, BYN").fill(amount)
    walk.button("Подтвердить и оплатить").click()
    walk.heading("Оплата картой")
    back = walk.link("Вернуться без оплаты").get_attribute("href") or ""
    walk.button("Оплатить").click()
    walk.heading("Подтвердите платёж")
    return back


def _open_streaming(page: Page, address: str) -> None:
    """Open the payment's page until it has a stream: of the few, one of a page that was left ends a beat later."""
    for _ in range(10):
        with page.expect_response(STREAM) as answer:
            page.goto(address)
        if answer.value.status == 200:
            return
        page.wait_for_timeout(1_000)
    pytest.fail("no stream was to be had")


@pytest.mark.parametrize("streamed", [True, False], ids=["by the stream", "with the stream cut"])
def test_a_waiting_page_says_by_itself_that_it_is_paid(
    stage: tuple[Browser, str], tmp_path: Path, streamed: bool
) -> None:
    browser, address = stage
    amount = "4,40" if streamed else "4,50"
    with window(browser, address) as bank, window(browser, address) as result:
        walk = Walk(bank, tmp_path)
        back = _at_the_bank(walk, amount)
        result.route(RESULT if streamed else STREAM, _never_asks_again if streamed else _cut)
        leads_to = result.context.request.get(back).url  # what is led on is not routed, and would have a stream
        if streamed:
            _open_streaming(result, leads_to)
        else:
            with result.expect_request(STREAM):
                result.goto(leads_to)
        expect(result.get_by_text(words("Не платите ещё раз")).first).to_be_visible()
        walk.button(f"Подтвердить {amount}").click()
        expect(result.get_by_text(words(f"Оплачено {amount} BYN")).first).to_be_visible(timeout=15_000)
        assert not walk.complaints
