"""Applications and call-backs: the forms, what is wrong in them, and what became of one."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _empty(page: Page) -> None:
    """Sent without a word."""
    page.get_by_role("button", name="Оставить заявку").click()


def _sent(page: Page) -> None:
    """A home application, sent and accepted."""
    page.get_by_label("Полный адрес").fill("Минск, Красная, 6, кв. 12")
    page.get_by_label("Имя").fill("Светлана")
    page.get_by_label("Телефон").fill("8 (029) 640-12-34")
    page.get_by_label("Согласен на обработку").check()
    page.get_by_role("button", name="Оставить заявку").click()


def _called_at(page: Page) -> None:
    """A call at an hour of the next working day."""
    page.get_by_label("Имя").fill("Светлана")
    page.get_by_label("Телефон").fill("8 (029) 640-12-35")
    page.get_by_label("Когда позвонить").select_option(index=page.locator("#when option").count() - 1)
    page.get_by_label("Согласен на обработку").check()
    page.get_by_role("button", name="Жду звонка").click()


def _not_found(page: Page) -> None:
    """A number and a phone that do not belong together."""
    page.get_by_label("Номер заявки").fill("4829 1573")
    page.get_by_label("Телефон из заявки").fill("8 029 640-12-34")
    page.get_by_role("button", name="Показать").click()


SHOTS = (
    Shot("apply-home", "/apply/home/"),
    Shot("apply-home-filled-in", "/apply/home/?plan=kombo-100"),
    Shot("apply-home-refused", "/apply/home/", act=_empty),
    Shot("apply-student", "/apply/student/?plan=student-50"),
    Shot("apply-business", "/apply/business/"),
    Shot("application-sent", "/apply/home/?plan=kombo-50", act=_sent),
    Shot("application-status", "/apply/status/"),
    Shot("application-not-found", "/apply/status/", act=_not_found),
    Shot("call-back", "/call-back/"),
    Shot("call-back-sent", "/call-back/", act=_called_at),
)
"""Every page of the topic, and its states."""
