"""What staff do on an account, and what waits for another's word."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.staff_acts import fill_bill, look_at_sum, open_act
from tests.browser.walk import as_staff

Looks = Callable[[Page], None]


def _as(login: str, then: Looks) -> Looks:
    def look(page: Page) -> None:
        as_staff(page, login)
        then(page)

    return look


def _act(slug: str, number: str) -> Looks:
    return lambda page: open_act(page, slug, number)


def _sum(slug: str, amount: str) -> Looks:
    def look(page: Page) -> None:
        open_act(page, slug, "100513")
        look_at_sum(page, amount)

    return look


def _wrong(page: Page) -> None:
    open_act(page, "charge", "100513")
    page.locator("form.stack").last.evaluate("form => form.noValidate = true")
    page.get_by_label("Сумма, BYN").fill("много")
    page.get_by_role("button", name="Показать, что получится").click()


def _bill(page: Page) -> None:
    open_act(page, "bill", "100513")
    fill_bill(page, "25,90")


def _approvals(page: Page) -> None:
    page.goto("/staff/approvals/")


SHOTS = (
    Shot("staff-acts", "/staff/sign-in/", "", _as("agent", _act("acts", "100513"))),
    Shot("staff-act-promise", "/staff/sign-in/", "", _as("agent", _act("promise", "100524"))),
    Shot("staff-act-unblock", "/staff/sign-in/", "", _as("agent", _act("unblock", "100524"))),
    Shot("staff-act-charge", "/staff/sign-in/", "", _as("agent", _sum("charge", "7,50"))),
    Shot("staff-act-charge-wrong", "/staff/sign-in/", "", _as("agent", _wrong)),
    Shot("staff-act-adjust-past-limit", "/staff/sign-in/", "", _as("agent", _sum("adjust", "150"))),
    Shot("staff-act-bill", "/staff/sign-in/", "", _as("agent", _bill)),
    Shot("staff-act-plan", "/staff/sign-in/", "", _as("agent", _act("plan", "100513"))),
    Shot("staff-act-suspend", "/staff/sign-in/", "", _as("agent", _act("suspend", "100513"))),
    Shot("staff-act-close", "/staff/sign-in/", "", _as("agent", _act("close", "100513"))),
    Shot("staff-approvals", "/staff/sign-in/", "", _as("finance", _approvals)),
)
