"""Everything that a cabinet has, in one list: what the menu has no room for."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosmos.portal.guards import CabinetRequest, cabinet_page


@dataclass(frozen=True, slots=True)
class Place:
    """A page, the icon beside its name, and what one does there in a few words."""

    page: str
    icon: str
    name: object
    about: object


PLACES = (
    (
        _("Деньги"),
        (
            Place("statement", "statement", _("Выписка"), _("Все начисления и платежи, выгрузка в таблицу и PDF")),
            Place("analysis", "chart", _("Приход и расход"), _("Сколько поступило и списано по месяцам и услугам")),
            Place("top-up", "card", _("Оплата картой"), _("Visa, Mastercard, БЕЛКАРТ")),
            Place("ways", "place", _("Все способы оплаты"), _("ЕРИП, кассы, почта, ссылка для другого плательщика")),
            Place("promise", "promise", _("Обещанный платёж"), _("Связь на несколько дней в долг")),
        ),
    ),
    (
        _("Услуги"),
        (
            Place("services", "services", _("Услуги и тарифы"), _("Сменить тариф, включить или отключить пакет")),
            Place("traffic", "internet", _("Трафик"), _("Сколько осталось, по дням и часам, докупить")),
            Place("suspension", "pause", _("Приостановка"), _("Не платить, пока вас нет: до 60 дней")),
            Place("extras", "tools", _("Оборудование и выезд"), _("Роутер, приставка, приезд мастера")),
            Place("leaving", "leave", _("Расторгнуть договор"), _("С окончательным расчётом")),
        ),
    ),
    (
        _("Связь с нами"),
        (
            Place("requests", "help", _("Обращения в поддержку"), _("Написать, приложить файл, увидеть ответ")),
            Place("messages", "bell", _("Уведомления"), _("Что мы вам сообщали, и как сообщать")),
        ),
    ),
    (
        _("Профиль и вход"),
        (
            Place("profile", "user", _("Профиль"), _("Телефон, почта, язык, согласия")),
            Place("accounts", "company", _("Все договоры"), _("Все ваши счета на одной странице")),
            Place("my-data", "download", _("Мои данные"), _("Скачать или попросить удалить")),
            Place("second-factor", "lock", _("Вход с кодом"), _("Второе подтверждение при входе")),
            Place("sessions", "device", _("Входы и устройства"), _("Где сейчас открыт ваш кабинет")),
            Place("password", "keyboard", _("Сменить пароль"), _("Нужен будет нынешний пароль")),
        ),
    ),
)
"""The pages by what one comes for."""


@require_safe
@cabinet_page
def more(request: CabinetRequest) -> HttpResponse:
    """The list."""
    sections = [(title, list(_there(places))) for title, places in PLACES]
    return render(request, "portal/more.html", {"sections": sections})


def _there(places: tuple[Place, ...]) -> Iterator[dict[str, object]]:
    for place in places:
        try:
            yield {"href": reverse(f"portal:{place.page}"), "place": place}
        except NoReverseMatch:
            continue


urlpatterns: list[URLPattern] = [path("cabinet/more/", more, name="more")]
