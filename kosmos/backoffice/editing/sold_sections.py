"""The sections of what is sold: plans, families, and what is ordered once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice.editing import amounts
from kosmos.backoffice.editing.fields import CHOICE, TEXT, TICKS, Field
from kosmos.backoffice.editing.section import Ending, Fixed, Listed, Section, Values
from kosmos.backoffice.editing.sections import text
from kosmos.backoffice.roles import EDIT_CATALOGUE
from kosmos.catalogue.models import (
    Blocks,
    Extra,
    ExtraKind,
    Family,
    Kind,
    Needs,
    Plan,
    PlanStatus,
    Service,
    Settlement,
    UsedUp,
)
from kosmos.catalogue.queries import AUDIENCES, prices_on
from kosmos.editing import services
from kosmos.kernel.days import business_day
from kosmos.wording.typography import byn, zone

Words = str | Promise
KINDS = {Kind.BASE: _("Тариф"), Kind.PACKAGE: _("Пакет к тарифу")}
SETTLEMENTS = {Settlement.PREPAID: _("Предоплата: каждый день"), Settlement.POSTPAID: _("Постоплата: раз в месяц")}
BLOCKS = {
    Blocks.SHORT: _("Когда не хватает на оплату"),
    Blocks.NEGATIVE: _("Когда счёт ниже нуля"),
}
NEEDS = {Needs.FULL_FEE: _("Вся плата за месяц"), Needs.NEXT_SHARE: _("Плата за день")}
STATUSES = {PlanStatus.OPEN: _("Продаётся"), PlanStatus.ARCHIVED: _("Закрыт для продажи")}
USED_UP = {
    UsedUp.THROTTLE: _("Скорость ниже"),
    UsedUp.STOP: _("Остановка до конца месяца"),
    UsedUp.CHARGE: _("Плата за мегабайт"),
}
EXTRA_KINDS = {ExtraKind.EQUIPMENT: _("Оборудование"), ExtraKind.VISIT: _("Выезд мастера")}
AUDIENCE_WORDS = dict(zip(AUDIENCES, (_("Частные лица"), _("Студенты"), _("Организации")), strict=True))
CODE_HINT = _("Латинские строчные буквы, цифры, дефис: kombo-50. Потом не меняется")
SUM_FORM = _("Введите сумму: 25,90")
SPEED_FORM = _("Введите скорость в Мбит/с: 50 или 0,5")


def _numbered(words: Mapping[Any, Words]) -> list[tuple[str, str]]:
    return [(str(int(one)), str(said)) for one, said in words.items()]


def _or_none(words: Mapping[Any, Words]) -> list[tuple[str, str]]:
    return [("", "—"), *_numbered(words)]


def _services() -> list[tuple[str, str]]:
    return [(one.code, text(one.name)) for one in Service.objects.order_by("id")]


def _families() -> list[tuple[str, str]]:
    return [("", "—"), *((one.code, text(one.name)) for one in Family.objects.order_by("service_id", "code"))]


def _audiences() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in AUDIENCE_WORDS.items()]


def _shown_status(status: int) -> tuple[str, Words]:
    return ("ok" if status == PlanStatus.OPEN else "waiting"), STATUSES[PlanStatus(status)]


def _plans(_asked: str, now: datetime) -> list[Listed]:
    fees = prices_on(business_day(now, zone()))
    found = Plan.objects.select_related("service").order_by("status", "service_id", "kind", "code")
    return [_listed_plan(one, fees.get(one.id)) for one in found]


def _listed_plan(one: Plan, fee: int | None) -> Listed:
    tone, state = _shown_status(one.status)
    costs = byn(fee) if fee is not None else str(_("без цены"))
    note = " · ".join((text(one.service.name), str(KINDS[Kind(one.kind)]), costs, one.code))
    return Listed(str(one.pk), text(one.name), note, tone, state)


def _family_list(_asked: str, _now: datetime) -> list[Listed]:
    found = Family.objects.select_related("service").order_by("service_id", "code")
    return [Listed(str(one.pk), text(one.name), f"{text(one.service.name)} · {one.code}") for one in found]


def _extras(_asked: str, _now: datetime) -> list[Listed]:
    listed = []
    for one in Extra.objects.order_by("status", "kind", "code"):
        tone, state = _shown_status(one.status)
        note = " · ".join((str(EXTRA_KINDS[ExtraKind(one.kind)]), byn(one.price_kopecks), one.code))
        listed.append(Listed(str(one.pk), text(one.name), note, tone, state))
    return listed


def _fixed_of_plan(object_id: str) -> Fixed:
    plan = Plan.objects.filter(pk=object_id).first()
    if plan is None or not services.is_sold(plan):
        return Fixed(services.NATURE)
    why = _("На тарифе есть или были абоненты: за что они платят, не меняется. Другие условия — новый тариф.")
    return Fixed((*services.NATURE, *services.TERMS), why)


def _archived(state: Values) -> bool:
    return bool(state["status"] == PlanStatus.ARCHIVED)


_NAME = Field("name", _("Название"), in_languages=True, required=True)
_CODE = Field("code", _("Код"), required=True, hint=CODE_HINT)
_SERVICE = Field("service", _("Услуга"), CHOICE, required=True, choices=_services)
_STATUS = Field("status", _("Продажа"), CHOICE, required=True, choices=lambda: _numbered(STATUSES), read=int)
_AUDIENCES = Field("audiences", _("Кому продаётся"), TICKS, choices=_audiences)

PLANS = Section(
    name="plans",
    one="plan-edit",
    key="int",
    title=_("Тарифы и пакеты"),
    new=_("Новый тариф"),
    kind=services.PLANS,
    function=EDIT_CATALOGUE,
    add=_("Добавить"),
    there=_("Сейчас сохранено"),
    fields=(
        _CODE,
        _NAME,
        _SERVICE,
        Field("family", _("Линейка"), CHOICE, choices=_families),
        Field("kind", _("Что это"), CHOICE, required=True, choices=lambda: _numbered(KINDS), read=int),
        Field("settlement", _("Как платят"), CHOICE, required=True, choices=lambda: _numbered(SETTLEMENTS), read=int),
        Field(
            "fee_kopecks",
            _("Плата за месяц, BYN"),
            required=True,
            hint=_("С первого дня этого месяца. Дальше — на странице цен тарифа"),
            read=amounts.money,
            form=SUM_FORM,
            only_new=True,
        ),
        Field("blocks", _("Когда останавливается"), CHOICE, choices=lambda: _numbered(BLOCKS), read=int),
        Field("needs", _("Что нужно, чтобы работал"), CHOICE, choices=lambda: _numbered(NEEDS), read=int),
        _STATUS,
        _AUDIENCES,
        Field(
            "connection_fee_kopecks",
            _("Плата за подключение, BYN"),
            read=amounts.money_or_nought,
            write=amounts.money_typed,
            form=SUM_FORM,
        ),
        Field(
            "speed_kbps", _("Скорость, Мбит/с"), read=amounts.megabits, write=amounts.megabits_typed, form=SPEED_FORM
        ),
        Field(
            "volume_bytes",
            _("Трафик в месяц, ГБ"),
            hint=_("Пусто — без ограничения"),
            read=amounts.gigabytes,
            write=amounts.gigabytes_typed,
            form=_("Введите целое число гигабайтов"),
        ),
        Field(
            "used_up",
            _("Когда трафик кончился"),
            CHOICE,
            choices=lambda: _or_none(USED_UP),
            read=amounts.choice,
        ),
        Field(
            "throttle_kbps",
            _("Скорость после этого, Мбит/с"),
            read=amounts.megabits,
            write=amounts.megabits_typed,
            form=SPEED_FORM,
        ),
        Field(
            "megabyte_kopeck_hundredths",
            _("Цена мегабайта после этого, BYN"),
            read=amounts.megabyte_price,
            write=amounts.megabyte_price_typed,
            form=_("Введите цену с четырьмя знаками: 0,0100"),
        ),
        Field(
            "used_up_choices",
            _("Что абонент может выбрать сам"),
            TICKS,
            hint=_("Ничего не отмечено — выбора нет"),
            choices=lambda: _numbered(USED_UP),
            read=int,
        ),
        Field(
            "bundles",
            _("Что можно докупить"),
            TEXT,
            hint=_("По строке: гигабайты = цена, например 10 = 5,00"),
            read=amounts.bundles,
            write=amounts.bundles_typed,
            form=_("Пишите по строке: 10 = 5,00"),
        ),
    ),
    listed=_plans,
    check=services.check_plan,
    save=services.save_plan,
    ending=Ending(
        _("Закрыть для продажи"),
        _("Новых подключений не будет, у абонентов ничего не изменится. Тариф, которого ни у кого не было, удаляется."),
        _("Тариф закрыт для продажи"),
        services.retire_plan,
        _archived,
    ),
    fixed=_fixed_of_plan,
    links=lambda object_id: [(reverse("staff:prices", args=[object_id]), _("Цены по месяцам"))],
)
FAMILIES = Section(
    name="families",
    one="family-edit",
    key="int",
    title=_("Линейки"),
    new=_("Новая линейка"),
    kind=services.FAMILIES,
    function=EDIT_CATALOGUE,
    add=_("Добавить"),
    there=_("Сейчас сохранено"),
    fields=(_CODE, _NAME, _SERVICE),
    listed=_family_list,
    check=services.check_family,
    save=services.save_family,
    ending=Ending(
        _("Удалить"),
        _("Удалить можно линейку без тарифов."),
        _("Линейка удалена"),
        services.retire_family,
        refused=_("В линейке есть тарифы: сначала выберите им другую"),
    ),
    fixed=lambda _object_id: Fixed(("code", "service")),
)
EXTRAS = Section(
    name="extras",
    one="extra-edit",
    key="int",
    title=_("Оборудование и выезды"),
    new=_("Добавить"),
    kind=services.EXTRAS,
    function=EDIT_CATALOGUE,
    add=_("Добавить"),
    there=_("Сейчас сохранено"),
    fields=(
        _CODE,
        _NAME,
        Field("description", _("Описание"), TEXT, in_languages=True),
        Field("kind", _("Что это"), CHOICE, required=True, choices=lambda: _numbered(EXTRA_KINDS), read=int),
        Field(
            "price_kopecks",
            _("Цена, BYN"),
            required=True,
            hint=_("Для новых заказов; сделанные раньше не меняются"),
            read=amounts.money,
            write=amounts.money_typed,
            form=SUM_FORM,
        ),
        _STATUS,
        _AUDIENCES,
    ),
    listed=_extras,
    check=services.check_extra,
    save=services.save_extra,
    ending=Ending(
        _("Закрыть для продажи"),
        _("Новых заказов не будет, сделанные раньше останутся."),
        _("Закрыто для продажи"),
        services.retire_extra,
        _archived,
    ),
    fixed=lambda _object_id: Fixed(("code", "kind")),
)
SOLD = (PLANS, FAMILIES, EXTRAS)
