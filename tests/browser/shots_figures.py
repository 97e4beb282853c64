"""The operator's figures, and what they are made of."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

SIGN_IN = "/staff/sign-in/"
FIGURES = "/staff/figures/"


def _as_finance(path: str, *ways: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        as_staff(page, "finance")
        page.goto(FIGURES + path)
        for way in ways:
            page.locator(way).first.click()

    return act


SHOTS = (
    Shot("figures-today", SIGN_IN, act=_as_finance("")),
    Shot("figures-plans", SIGN_IN, act=_as_finance("plans/")),
    Shot("figures-money", SIGN_IN, act=_as_finance("money/")),
    Shot("figures-money-month", SIGN_IN, act=_as_finance("money/", "tbody th a")),
    Shot("figures-average", SIGN_IN, act=_as_finance("average/")),
    Shot("figures-moves", SIGN_IN, act=_as_finance("moves/")),
    Shot("figures-debt", SIGN_IN, act=_as_finance("debt/")),
    Shot("figures-trial-balance", SIGN_IN, act=_as_finance("trial-balance/")),
    Shot("figures-debtors", SIGN_IN, act=_as_finance("accounts/?of=debt")),
    Shot("figures-blocked", SIGN_IN, act=_as_finance("accounts/?of=blocked")),
    Shot("figures-lines", SIGN_IN, act=_as_finance("lines/?of=charged")),
    Shot("figures-nobody", SIGN_IN, act=_as_finance("accounts/?of=left&month=2020-01")),
)
"""Every page of the topic, and its states."""
