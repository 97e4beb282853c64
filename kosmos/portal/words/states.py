"""The state of an account and of a service in a word or two, and the tone that the design gives it."""

from django.utils.translation import gettext_lazy

from kosmos.wording.states import StateWords

_ACCOUNT = {
    "working": ("ok", gettext_lazy("Всё работает")),
    "low": ("low", gettext_lazy("Деньги заканчиваются")),
    "blocked": ("blocked", gettext_lazy("Услуги выключены")),
    "suspended": ("suspended", gettext_lazy("Услуги приостановлены")),
    "promise": ("promise", gettext_lazy("Обещанный платёж")),
    "waiting": ("waiting", gettext_lazy("Ждёт подключения")),
    "closed": ("suspended", gettext_lazy("Счёт закрыт")),
}
_SERVICE = {
    "running": ("ok", gettext_lazy("работает")),
    "blocked": ("blocked", gettext_lazy("выключена")),
    "suspended": ("suspended", gettext_lazy("приостановлена")),
    "waiting": ("waiting", gettext_lazy("ждёт подключения")),
    "ended": ("suspended", gettext_lazy("отключена")),
}


def state_words(state: str) -> StateWords:
    """An account's state (kosmos.charging.queries' word for it) for people."""
    tone, words = _ACCOUNT[state]
    return StateWords(tone, str(words))


def service_words(status: str) -> StateWords:
    """A service's status for people; услуга is feminine in Russian, паслуга in Belarusian."""
    tone, words = _SERVICE[status]
    return StateWords(tone, str(words))
