"""By keyboard alone, with and without scripts: the next thing of the queue is taken, and stands among one's own."""

import re

from playwright.sync_api import expect

from tests.browser.stage import needs_chromium
from tests.browser.test_requests import AGENT, press
from tests.browser.walk import Walk

pytestmark = needs_chromium


def test_the_next_is_taken(walk: Walk) -> None:
    page = walk.page
    walk.staff(AGENT, "/staff/queue/?whose=free")
    walk.heading("Очередь")
    walk.seen("queue-free")
    press(page, page.get_by_role("button", name="Взять следующее"))
    expect(page).to_have_url(re.compile(r"/staff/(requests|applications)/[0-9a-f-]{36}/$"))
    taken = page.url.removeprefix(page.url.split("/staff/")[0])
    walk.open("/staff/queue/?whose=mine")
    expect(page.locator(f'.queue a[href="{taken}"]')).to_be_visible()
    walk.seen("queue-mine")
    page.context.clear_cookies()
