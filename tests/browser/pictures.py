"""make pictures: every page in every state, as the demo shows it, at two widths, light and dark."""

import argparse
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from kosmos.cli.demo_people import PEOPLE, Person
from tests.browser.shot import Shot, joined
from tests.browser.stage import CHROMIUM, PHONE, chromium, demo_pages, window
from tests.browser.walk import Walk
from tests.cli.running import ROOT

FOLDER = ROOT / "docs" / "pictures"
WIDTHS = {360: 740, 1280: 800}
Take = Callable[[Page, str], None]
"""What is done with a page that stands in the window, and its name."""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAYER = "maksim"
MAIN = {"front", "sign-in", "pay-sum", "home-working", "home-blocked", "statement", "services", "plan-change", "more"}
MAIN |= {"promise", "suspension", "traffic", "messages", "requests", "profile", "ways", "top-up", "leaving", "analysis"}
"""Pages of which there are pictures in Belarusian and English too."""
BY_LOGIN = {person.login: person for person in PEOPLE}


def _wrong_password(page: Page) -> None:
    page.get_by_label("Логин").fill("nikto")
    page.get_by_label("Пароль", exact=True).fill("не тот")
    page.get_by_role("button", name="Войти").click()


def _opened(page: Page) -> None:
    for summary in page.locator("main details > summary").all()[:3]:
        summary.click()


def _no_sum(page: Page) -> None:
    page.get_by_role("button", name="Подтвердить и оплатить").click()


OWN = (
    Shot("front", "/"),
    Shot("sign-in", "/sign-in/"),
    Shot("sign-in-company", "/sign-in/?for=business"),
    Shot("sign-in-wrong", "/sign-in/", act=_wrong_password),
    Shot("pay", "/pay/"),
    Shot("pay-sum", "/pay/?account=100482"),
    Shot("pay-no-sum", "/pay/?account=100482", act=_no_sum),
    Shot("not-found", "/no-such-page/"),
    Shot("states", "/demo/states/"),
    Shot("home-working", "/cabinet/", "anna"),
    Shot("home-low", "/cabinet/", "pavel"),
    Shot("home-blocked", "/cabinet/", "irina"),
    Shot("home-blocked-with-money", "/cabinet/", "maksim"),
    Shot("home-blocked-in-debt", "/cabinet/", "olga"),
    Shot("home-postpaid", "/cabinet/", "viktor"),
    Shot("home-promise", "/cabinet/", "natallia"),
    Shot("home-suspended", "/cabinet/", "sergey"),
    Shot("home-waiting", "/cabinet/", "alesya"),
    Shot("home-several-accounts", "/cabinet/", "dmitry"),
    Shot("home-company", "/cabinet/", "firma"),
    Shot("home-student", "/cabinet/", "student"),
    Shot("home-closed", "/cabinet/", "yury"),
    Shot("password-first", "/cabinet/password/", "thomas"),
    Shot("password", "/cabinet/password/", "anna"),
    Shot("sessions", "/cabinet/sessions/", "anna"),
    Shot("statement", "/cabinet/statement/?month=2026-11", "anna"),
    Shot("statement-opened", "/cabinet/statement/?month=2026-11", "natallia", _opened),
    Shot("statement-postpaid", "/cabinet/statement/", "viktor"),
    Shot("top-up", "/cabinet/pay/", "anna"),
    Shot("top-up-blocked", "/cabinet/pay/", "maksim"),
    Shot("top-up-debt", "/cabinet/pay/", "olga"),
)
SHOTS = (*OWN, *joined())
TURNS_BACK, COMES_BACK_TOO_SOON = "", "…"
ANSWERS = {
    "declined": "Недостаточно средств",
    "expired": "Банк не ответил вовремя",
    "cancelled": TURNS_BACK,
    "waiting": COMES_BACK_TOO_SOON,
    "paid": "Подтвердить",
}
"""What the bank is told to answer, for each state of a payment's page."""


def main() -> None:
    """Take the pictures of those pages whose names begin so, or of all."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", help="beginnings of names: home, statement-opened")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    wanted = parser.parse_args()
    if not CHROMIUM.exists():
        raise SystemExit("Debian's chromium is needed: apt-get install chromium")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    prefixes = tuple(wanted.names) or ("",)
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        with demo_pages(Path(home), {}, "--accounts", "20") as address, chromium() as browser:
            take_all(browser, address, partial(_picture, wanted.folder), prefixes)


def take_all(browser: Browser, address: str, take: Take, prefixes: tuple[str, ...]) -> None:
    """Every page in every state to be taken, those that change what is shown last."""
    kept: dict[str, object] = {}
    for shot in SHOTS:
        if shot.name.startswith(prefixes):
            with signed_in(browser, address, shot.login, kept) as page:
                speak(page, address, "ru")
                page.goto(shot.path)
                if shot.act:
                    shot.act(page)
                take(page, shot.name)
    for state, answer in ANSWERS.items():
        if f"result-{state}".startswith(prefixes):
            with signed_in(browser, address, PAYER, kept) as page:
                _pay(page, answer, take if state == "paid" else None)
                take(page, f"result-{state}")


@contextmanager
def signed_in(browser: Browser, address: str, login: str, kept: dict[str, object]) -> Iterator[Page]:
    """A window; whoever signs in does so once, and his cookies are kept."""
    with window(browser, address, storage_state=kept.get(login)) as page:
        if login and login not in kept:
            _sign_in(page, BY_LOGIN[login])
            kept[login] = page.context.storage_state()
        yield page


def _sign_in(page: Page, person: Person) -> None:
    page.goto(f"/sign-in/?for={'business' if person.kind == 'organisation' else 'home'}")
    page.get_by_label("Логин").fill(person.login)
    page.get_by_label("Пароль", exact=True).fill(person.password)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/cabinet/**")


def speak(page: Page, address: str, language: str) -> None:
    """Choose the language of an address's pages."""
    host = urlsplit(address).hostname or ""
    page.context.add_cookies([{"name": "language", "value": language, "domain": host, "path": "/"}])


def _pay(page: Page, answer: str, take: Take | None) -> None:
    """Pay what is proposed, and let the bank answer so; the bank's own pages are taken too, if anybody takes them."""
    walk = Walk(page, Path())
    page.goto("/cabinet/pay/")
    walk.button("Подтвердить и оплатить").click()
    walk.heading("Оплата картой")
    if take:
        take(page, "bank-card")
    back = walk.link("Вернуться без оплаты").get_attribute("href") or ""
    if answer != TURNS_BACK:
        walk.button("Оплатить").click()
        walk.heading("Подтвердите платёж")
        if take:
            take(page, "bank-3-d-secure")
    if answer in {TURNS_BACK, COMES_BACK_TOO_SOON}:
        page.goto(back)
    else:
        walk.button(answer).click()
    page.wait_for_url("**/pay/*/**")


def _picture(folder: Path, page: Page, name: str) -> None:
    """The whole page at each width, in both themes; the main ones on a phone in the other languages too."""
    for width in WIDTHS:
        for theme in THEMES:
            _take(page, folder / f"{name}-{width}-{theme}.webp", width, theme)
    for language in ("be", "en") if name in MAIN else ():
        speak(page, page.url, language)
        page.goto(page.url)
        _take(page, folder / f"{name}-{PHONE['width']}-light-{language}.webp", PHONE["width"], "light")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)


def _take(page: Page, file: Path, width: int, theme: Literal["light", "dark"]) -> None:
    """A picture in a window as tall as the page, so that what is fixed to the window's foot is at the page's."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": tall})
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 50})
    file.write_bytes(b64decode(taken["data"]))


if __name__ == "__main__":
    main()
