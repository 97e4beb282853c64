"""The demo's news and outages: what its public pages have to tell."""

from datetime import date, timedelta
from uuid import UUID

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.notifications.models import News
from kosmos.support.models import Outage

_SAID = {
    "digital": (
        9,
        {
            "ru": "Пять новых каналов в пакете «ЦКТВ Кино»",
            "be": "Пяць новых каналаў у пакеце «ЛКТБ Кіно»",
            "en": "Five new channels in the films package",
        },
        {
            "ru": "С этой недели в пакете на пять каналов больше, цена прежняя. Запустите на приставке автопоиск.",
            "be": "З гэтага тыдня ў пакеце на пяць каналаў больш, цана ранейшая. Запусціце на прыстаўцы аўтапошук.",
            "en": "The package has five channels more from this week, at its old price. Search for them on your box.",
        },
    ),
    "winter": (
        3,
        {
            "ru": "Как работаем в праздники",
            "be": "Як працуем у святы",
            "en": "Our hours in the holidays",
        },
        {
            "ru": "Поддержка отвечает каждый день, 8:00–22:00.\n\nОфисы закрыты 25 декабря и с 1 по 3 января.",
            "be": "Падтрымка адказвае кожны дзень, 8:00–22:00.\n\nОфісы зачыненыя 25 снежня і з 1 па 3 студзеня.",
            "en": "Support answers every day, 8:00–22:00.\n\nThe offices are closed on 25 December and on 1–3 January.",
        },
    ),
}
"""How many days ago, the title and the text."""


def create_site(today: date) -> None:
    """Add the news and the outages as they stand in the morning of ``today``; once."""
    morning = start_of(today, operator_zone()) + timedelta(hours=9)
    for place, (ago, title, body) in enumerate(_SAID.values(), start=1):
        at = morning - timedelta(days=ago)
        said = {"title": title, "body": body, "published_at": at, "told_at": at}
        News.objects.get_or_create(id=UUID(int=place), defaults=said)
    begun = {"from_at": morning - timedelta(hours=1), "until_at": morning + timedelta(hours=8)}
    Outage.objects.get_or_create(
        id=UUID(int=1),
        defaults={
            **begun,
            "announced_at": begun["from_at"],
            "title": {"ru": "Повреждён кабель", "be": "Пашкоджаны кабель", "en": "A cable is damaged"},
            "text": {
                "ru": "Бригада на месте, соединяем волокна.",
                "be": "Брыгада на месцы, злучаем валокны.",
                "en": "Our people are there and join the fibres.",
            },
            "places": [{"city": "Минск", "streets": ["Притыцкого"]}],
            "services": ["internet", "digital_tv"],
        },
    )
    night = morning + timedelta(days=2, hours=17)
    Outage.objects.get_or_create(
        id=UUID(int=2),
        defaults={
            "from_at": night,
            "until_at": night + timedelta(hours=3),
            "announced_at": morning - timedelta(days=1),
            "title": {"ru": "Меняем оборудование", "be": "Мяняем абсталяванне", "en": "We replace equipment"},
            "text": {
                "ru": "Связь прервётся на несколько минут, дважды или трижды.",
                "be": "Сувязь перапыніцца на некалькі хвілін, двойчы ці тройчы.",
                "en": "Service stops for some minutes, two or three times.",
            },
            "places": [{"city": "Колодищи", "streets": []}],
            "services": [],
        },
    )
