"""What a person does on the pages, step by step, by the words that he sees; each step leaves a picture."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, Response

from kosmos.cli.demo_people import PASSWORD

SPACE = "[\\s\u00a0\u202f]"


def words(text: str) -> re.Pattern[str]:
    """A text as it may stand on a page: any spaces, hard ones too, between its words."""
    return re.compile((SPACE + "+").join(map(re.escape, text.split())))


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

    def pay_by_card(self, amount: str) -> None:
        """At the bank: the card page, then its 3-D Secure page, approved."""
        self.heading("Оплата картой")
        self.shows(amount)
        self.seen("card")
        self.button(f"Оплатить {amount}").click()
        self.heading("Подтвердите платёж")
        self.seen("3-d-secure")
        self.button(f"Подтвердить {amount}").click()
