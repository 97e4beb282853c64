"""The sections of the site that editors keep."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice.editing.fields import CHOICE, DAY, MOMENT, PLACES, TEXT, TICKS, Field, place_words
from kosmos.backoffice.editing.section import Ending, Listed, Section, Values
from kosmos.catalogue.coverage import find_buildings
from kosmos.catalogue.models import Article, Building, PaymentPoint, PlaceKind, Service
from kosmos.catalogue.queries import articles, payment_points, text_in
from kosmos.editing import services
from kosmos.notifications.models import News
from kosmos.support.models import Outage

LATEST = 100
KINDS = {
    PlaceKind.OFFICE: _("Офис"),
    PlaceKind.BANK: _("Банк"),
    PlaceKind.POST: _("Почта"),
    PlaceKind.SHOP: _("Магазин или салон"),
    PlaceKind.KIOSK: _("Терминал"),
    PlaceKind.ATM: _("Банкомат или инфокиоск"),
    PlaceKind.PHONE: _("С мобильного телефона"),
    PlaceKind.EMONEY: _("Электронные деньги"),
    PlaceKind.ERIP: _("«Расчёт» (ЕРИП)"),
}


def text(texts: dict[str, str] | None) -> str:
    """A text in the page's language."""
    return text_in(texts, (get_language() or "ru")[:2]) if texts else ""


def _services() -> list[tuple[str, str]]:
    return [(one.code, text(one.name)) for one in Service.objects.order_by("id")]


def _kinds() -> list[tuple[str, str]]:
    return [(str(int(kind)), str(words)) for kind, words in KINDS.items()]


def _articles(_asked: str, _now: datetime) -> list[Listed]:
    return [
        Listed(str(one.pk), text(one.title), f"/help/{one.slug}/", public=reverse("portal:article", args=[one.slug]))
        for one in articles()
    ]


def _news(_asked: str, now: datetime) -> list[Listed]:
    return [_listed_news(one, now) for one in News.objects.order_by("-published_at", "id")[:LATEST]]


def _listed_news(one: News, now: datetime) -> Listed:
    tone, state = ("waiting", _("Снята с сайта")) if one.withdrawn else ("ok", _("На сайте"))
    public = "" if one.withdrawn else reverse("portal:news-item", args=[one.id])
    return Listed(str(one.id), text(one.title), tone=tone, state=state, public=public)


def _outages(_asked: str, now: datetime) -> list[Listed]:
    return [_listed_outage(one, now) for one in Outage.objects.order_by("-announced_at", "id")[:LATEST]]


def _listed_outage(one: Outage, now: datetime) -> Listed:
    places = "; ".join(place_words(place) for place in one.places)
    if one.ended_at or one.withdrawn:
        tone, state = "waiting", _("Закончилось") if one.ended_at else _("Отменено")
    elif one.from_at > now:
        tone, state = "low", _("Запланировано")
    elif one.until_at and one.until_at < now:
        tone, state = "blocked", _("Дольше, чем обещали")
    else:
        tone, state = "blocked", _("Идёт сейчас")
    return Listed(str(one.id), text(one.title), places, tone, state, reverse("portal:outages"))


def _buildings(asked: str, _now: datetime) -> list[Listed]:
    """What was asked for; without a question the latest that were added."""
    names = dict(_services())
    if asked:
        found = find_buildings(asked, limit=30)
        return [Listed(str(one.id), one.words, ", ".join(names[code] for code in one.services)) for one in found]
    latest = Building.objects.prefetch_related("services").order_by("-id")[:20]
    return [_listed_building(one) for one in latest]


def _listed_building(one: Building) -> Listed:
    words = ", ".join(filter(None, (one.city, one.street, one.house, one.dormitory)))
    return Listed(str(one.pk), words, ", ".join(text(service.name) for service in one.services.all()))


def _points(_asked: str, _now: datetime) -> list[Listed]:
    return [
        Listed(
            str(one.pk), text(one.name), " · ".join(filter(None, (str(KINDS[PlaceKind(one.kind)]), text(one.address))))
        )
        for one in payment_points()
    ]


def _outage_shown(values: Values, now: datetime) -> dict[str, Any]:
    """The page of outages with this one alone."""
    names = dict(_services())
    told = {
        "outage": Outage(**values),
        "services": [names[code] for code in values["services"]],
        "places": [place_words(one) for one in values["places"]],
    }
    begun = values["from_at"] <= now
    return {"sections": {"now": [told] if begun else [], "planned": [] if begun else [told]}}


def _removed(kind: services.Kind[Any], warning: object, done: object) -> Ending:
    act: Callable[[str, services.Form], services.Saved] = partial(services.remove, kind)
    return Ending(_("Убрать с сайта"), warning, done, act)  # type: ignore[arg-type]


ARTICLES = Section(
    name="articles",
    one="article-edit",
    key="int",
    title=_("Статьи"),
    new=_("Новая статья"),
    kind=services.ARTICLES,
    fields=(
        Field("slug", _("Адрес"), required=True, hint=_("Латинские буквы, цифры и дефисы: router-setup")),
        Field("title", _("Заголовок"), in_languages=True, required=True),
        Field(
            "body",
            _("Текст"),
            TEXT,
            in_languages=True,
            required=True,
            hint=_("Разметка Markdown: ## подзаголовок, **важное**, - список, [ссылка](https://…)"),
        ),
    ),
    listed=_articles,
    check=services.check_article,
    save=services.save_article,
    page="backoffice/editing/public_article.html",
    shown=lambda values, _now: {"draft": Article(**values)},
    ending=_removed(
        services.ARTICLES, _("Страница статьи исчезнет, ссылки на неё перестанут работать."), _("Статья убрана")
    ),
)
NEWS = Section(
    name="news",
    one="news-edit",
    key="uuid",
    title=_("Новости"),
    new=_("Новая новость"),
    kind=services.NEWS,
    fields=(
        Field("title", _("Заголовок"), in_languages=True, required=True),
        Field("body", _("Текст"), TEXT, in_languages=True, required=True),
        Field(
            "until_on",
            _("Рассказывать до"),
            DAY,
            hint=_("Последний день, когда об этом ещё стоит сообщать. Можно не указывать"),
        ),
    ),
    listed=_news,
    check=services.check_news,
    save=services.save_news,
    page="portal/site/news_item.html",
    shown=lambda values, now: {"one": News(**values, published_at=now), "title": text(values["title"])},
    ending=Ending(
        _("Снять с сайта"),
        _("Страница новости исчезнет; кому ещё не сообщили, тому не сообщат."),
        _("Новость снята"),
        services.withdraw_news,
        lambda state: bool(state["withdrawn"]),
    ),
    help=_("Новая новость сразу появится на сайте, и о ней сообщат абонентам. Правка заново не сообщается."),
)
OUTAGES = Section(
    name="outages",
    one="outage-edit",
    key="uuid",
    title=_("Отключения"),
    new=_("Объявить отключение"),
    kind=services.OUTAGES,
    fields=(
        Field("title", _("Что случилось"), in_languages=True, required=True),
        Field("text", _("Подробности"), TEXT, in_languages=True, required=True),
        Field("from_at", _("Начало"), MOMENT, required=True),
        Field(
            "until_at",
            _("Ожидаем конец"),
            MOMENT,
            hint=_("Если срок неизвестен, оставьте пустым. Чтобы продлить, впишите новый"),
        ),
        Field(
            "places",
            _("Где"),
            PLACES,
            hint=_("По городу в строке: «Минск: Красная, Зыбицкая». Без улиц — весь город, пусто — вся сеть"),
        ),
        Field("services", _("Что не работает"), TICKS, hint=_("Ничего не отмечено — все услуги"), choices=_services),
    ),
    listed=_outages,
    check=services.check_outage,
    save=services.save_outage,
    page="portal/site/outages.html",
    shown=_outage_shown,
    ending=Ending(
        _("Всё работает: закончить"),
        _("Отключение исчезнет с сайта сразу; если оно ещё не началось, оно будет отменено."),
        _("Отключение закончено"),
        services.end_outage,
        lambda state: bool(state["ended_at"] or state["withdrawn"]),
    ),
)
COVERAGE = Section(
    name="coverage",
    one="building-edit",
    key="int",
    title=_("Дома"),
    new=_("Добавить дом"),
    kind=services.BUILDINGS,
    fields=(
        Field("city", _("Город"), required=True),
        Field("street", _("Улица"), required=True),
        Field("house", _("Дом"), required=True, hint=_("С корпусом: 17 или 17к2")),
        Field("dormitory", _("Общежитие"), hint=_("Как его называют студенты; у обычного дома пусто")),
        Field("services", _("Что можно подключить"), TICKS, choices=_services),
    ),
    listed=_buildings,
    check=services.check_building,
    save=services.save_building,
    page="backoffice/editing/public_building.html",
    shown=lambda values, _now: {"values": values},
    ending=_removed(services.BUILDINGS, _("По этому адресу сайт будет отвечать, что сети ещё нет."), _("Дом убран")),
    asks=_("Найти дом: улица и номер"),
    more=(("houses-send", _("Загрузить из файла")),),
)
POINTS = Section(
    name="payment-points",
    one="payment-point-edit",
    key="int",
    title=_("Пункты оплаты"),
    new=_("Новый пункт"),
    kind=services.POINTS,
    fields=(
        Field("kind", _("Что это"), CHOICE, required=True, choices=_kinds),
        Field("name", _("Название"), in_languages=True, required=True),
        Field("address", _("Адрес"), in_languages=True),
        Field("hours", _("Часы работы"), in_languages=True),
        Field("note", _("Примечание"), in_languages=True),
    ),
    listed=_points,
    check=services.check_point,
    save=lambda object_id, values, form: services.save_point(object_id, {**values, "kind": int(values["kind"])}, form),
    page="backoffice/editing/public_point.html",
    shown=lambda values, _now: {"draft": PaymentPoint(**{**values, "kind": int(values["kind"])})},
    ending=_removed(services.POINTS, _("Пункт исчезнет из списков на сайте."), _("Пункт убран")),
)
SECTIONS = (ARTICLES, NEWS, OUTAGES, COVERAGE, POINTS)
