"""Messages to a subscriber, in words: topics, channels, and where each leads."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kosmos.notifications.queries import Listed

TOPICS: dict[str, tuple[Promise, Promise]] = {
    "service": (gettext_lazy("Работа услуг"), gettext_lazy("Подключили, остановили, снова включили")),
    "low": (gettext_lazy("Скоро закончатся деньги"), gettext_lazy("За столько дней, сколько вы выбрали ниже")),
    "payment": (gettext_lazy("Платежи"), gettext_lazy("Зачислены или возвращены")),
    "promise": (gettext_lazy("Обещанный платёж"), gettext_lazy("Включён и закончился")),
    "suspension": (gettext_lazy("Приостановка"), gettext_lazy("Запланирована, началась, закончилась")),
    "plan": (gettext_lazy("Тариф"), gettext_lazy("Смена и отключение: когда и на что")),
    "price": (gettext_lazy("Новые цены"), gettext_lazy("Если абонентская плата изменится")),
    "traffic": (gettext_lazy("Трафик"), gettext_lazy("Израсходовано 80 и 100 %")),
    "request": (gettext_lazy("Обращения в поддержку"), gettext_lazy("Когда мы ответили")),
    "security": (
        gettext_lazy("Вход и контакты"),
        gettext_lazy("Сменили пароль, телефон или почту. О новых контактах всегда сообщаем и по прежним"),
    ),
    "news": (gettext_lazy("Новости оператора"), gettext_lazy("Работы на сети, новые услуги, акции")),
}
CHANNELS: dict[str, Promise] = {"email": gettext_lazy("Почта"), "sms": gettext_lazy("SMS")}
_LEADS: dict[str, tuple[str, Promise]] = {
    "blocked": ("top-up", gettext_lazy("Пополнить счёт")),
    "low": ("top-up", gettext_lazy("Пополнить счёт")),
    "promise_taken": ("top-up", gettext_lazy("Пополнить счёт")),
    "promise_lapsed": ("top-up", gettext_lazy("Пополнить счёт")),
    "unblocked": ("top-up", gettext_lazy("Пополнить счёт")),
    "unblock_ended": ("top-up", gettext_lazy("Пополнить счёт")),
    "payment_received": ("statement", gettext_lazy("Открыть выписку")),
    "payment_reversed": ("statement", gettext_lazy("Открыть выписку")),
    "suspension_planned": ("suspension", gettext_lazy("Открыть приостановку")),
    "suspension_began": ("suspension", gettext_lazy("Открыть приостановку")),
    "plan_change_planned": ("services", gettext_lazy("Открыть услуги")),
    "plan_changed": ("services", gettext_lazy("Открыть услуги")),
    "end_planned": ("services", gettext_lazy("Открыть услуги")),
    "price_changed": ("services", gettext_lazy("Открыть услуги")),
    "price_kept": ("services", gettext_lazy("Открыть услуги")),
    "traffic_warning": ("traffic", gettext_lazy("Открыть трафик")),
    "traffic_used_up": ("traffic", gettext_lazy("Открыть трафик")),
    "request_answered": ("requests", gettext_lazy("Открыть обращения")),
    "contact_changed": ("profile", gettext_lazy("Открыть профиль")),
    "deletion_planned": ("my-data", gettext_lazy("Открыть мои данные")),
}


def lead_of(message: Listed) -> tuple[str, str] | None:
    """Where a message leads, and the words of the link; None where there is nothing to do."""
    page, words = _LEADS.get(message.event, ("", ""))
    try:
        return (reverse(f"portal:{page}"), str(words)) if page else None
    except NoReverseMatch:
        return None


def uuid_of(text: str) -> UUID:
    """The id that a form carries; one that no message has for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
