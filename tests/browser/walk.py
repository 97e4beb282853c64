"""What a person does on the pages, step by step, by the words that he sees; each step leaves a picture."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Locator, Page, Response, StorageState

from kosmos.cli.demo_members import SECRET
from kosmos.cli.demo_people import PASSWORD

SPACE = "[\\s\u00a0\u202f]"


def words(text: str) -> re.Pattern[str]:
    """A text as it may stand on a page: any spaces, hard ones too, between its words."""
    return re.compile((SPACE + "+").join(map(re.escape, text.split())))


_OPEN: dict[tuple[str, str], StorageState] = {}
"""The sessions of the demo's staff, by address and login."""


def as_staff(page: Page, login: str) -> None:
    """Sign one of the demo's staff in with password and code, or give the window the session that is open already."""
    page.goto("/staff/sign-in/")
    where = (urlsplit(page.url).netloc, login)
    if where in _OPEN:
        page.context.add_cookies(cast("Any", _OPEN[where]["cookies"]))
        page.goto("/staff/")
        if "/sign-in/" not in page.url:
            return
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    give_code(page, SECRET)
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    _OPEN[where] = page.context.storage_state()


def give_code(page: Page, secret: str) -> None:
    """Type the code of now on the page that asks for it."""
    page.get_by_label("Код", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name=re.compile("Войти|Проверить")).click()


@dataclass
class Walk:
    """A window that remembers how it looked, and what its browser complained about."""

    page: Page
    pictures: Path
    complaints: list[str] = field(default_factory=list)
    taken: int = 0

    def __post_init__(self) -> None:
        """Listen to the browser."""
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._judge)
        self.page.on("console", lambda said: self._heed(said.type, said.text))

    def _judge(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")

    def _heed(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {text}")

    def seen(self, name: str) -> None:
        """Take a picture of the whole page, and see that nothing runs off its side."""
        self.taken += 1
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.pictures / f"{self.taken:02d}-{name}.png", full_page=True)
        if not self._fits():
            self.complaints.append(f"{name}: wider than the window")

    def _fits(self) -> bool:
        root = "document.documentElement"
        return bool(self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"))

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def link(self, text: str) -> Locator:
        """The first link with these words."""
        return self.page.get_by_role("link", name=words(text)).first

    def button(self, text: str) -> Locator:
        """The first button with these words."""
        return self.page.get_by_role("button", name=words(text)).first

    def shows(self, text: str) -> None:
        """Wait until these words can be seen."""
        self.page.get_by_text(words(text)).first.wait_for()

    def heading(self, text: str) -> None:
        """Wait until a heading with these words can be seen."""
        self.page.get_by_role("heading", name=words(text)).first.wait_for()

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Fill in the form of the sign-in page."""
        self.page.get_by_label("Логин").fill(login)
        self.page.get_by_label("Пароль", exact=True).fill(password)
        self.seen("sign-in")
        self.button("Войти").click()

    def staff(self, login: str, path: str = "/staff/") -> None:
        """Open a page as one of the demo's staff: with password and code, or with the session that is open already.

        No code counts twice, so each login signs in once and all walks share its session. Whoever was signed in
        in this window before is not any more.
        """
        self.page.context.clear_cookies()
        as_staff(self.page, login)
        self.open(path)

    def pay_by_card(self, amount: str) -> None:
        """At the bank: the card page, then its 3-D Secure page, approved."""
        self.heading("Оплата картой")
        self.shows(amount)
        self.seen("card")
        self.button(f"Оплатить {amount}").click()
        self.heading("Подтвердите платёж")
        self.seen("3-d-secure")
        self.button(f"Подтвердить {amount}").click()
