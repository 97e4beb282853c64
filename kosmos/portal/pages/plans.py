"""What can be connected, for whom: plans by service with prices a month and a day, filtered, and side by side."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kosmos.catalogue.coverage import FoundBuilding, building
from kosmos.charging.choices import Offer
from kosmos.portal import structured
from kosmos.portal.comparing import Comparison, compared
from kosmos.portal.offering import MOST_COMPARED, OnSale, on_sale
from kosmos.portal.visiting import address_of, public_page


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a page is for: its address name, the form that they apply with, and what the page says first."""

    code: str
    page: str
    applying: str
    title: Promise
    lead: Promise
    description: Promise
    points: tuple[tuple[str, Promise, Promise], ...]


HOME = Audience(
    "home",
    "for-home",
    "apply-home",
    _("Тарифы для дома"),
    _("Интернет, телевидение и телефон. Цена за месяц и за день видна сразу, скрытых доплат нет."),
    _("Домашний интернет, цифровое телевидение и телефония: тарифы с ценой за месяц и за день, скорость, трафик, "
      "плата за подключение, сравнение тарифов и заявка."),
    (
        ("statement", _("Платите по дням"), _("Каждый день списывается доля месячной платы. В кабинете видно за что.")),
        ("pause", _("Уезжаете — не платите"), _("Приостановите услуги в кабинете, и за эти дни платы не будет.")),
        ("services", _("Тариф меняете сами"), _("В кабинете, без звонков. Сначала видно, сколько это будет стоить.")),
    ),
)  # fmt: skip
STUDENTS = Audience(
    "student",
    "for-students",
    "apply-student",
    _("Тарифы для студентов"),
    _("Интернет в общежитии на своих условиях: нужны только телефон, имя, общежитие и комната."),
    _("Интернет и телевидение в общежитии: студенческие тарифы с ценой за месяц и за день, пауза на лето, "
      "ссылка для оплаты родителями и заявка за минуту."),
    (
        ("pause", _("Пауза на лето"), _("Перед каникулами кабинет сам предложит остановить услуги до осени.")),
        ("card", _("Платят родители"), _("Пришлите ссылку: оплатят картой без входа и без вашего пароля.")),
        ("promise", _("До стипендии"), _("Обещанный платёж включит интернет на несколько дней в долг.")),
    ),
)  # fmt: skip
BUSINESS = Audience(
    "business",
    "for-business",
    "apply-business",
    _("Тарифы для бизнеса"),
    _("Связь для офиса, магазина и склада: один кабинет на все точки и понятные документы."),
    _("Интернет, телефония и видеонаблюдение для организаций: тарифы с ценой за месяц и за день, оплата вперёд "
      "или по счёту в конце месяца, заявка на подключение."),
    (
        ("company", _("Все точки в одном кабинете"), _("Адреса, договоры и остатки — одним списком и в таблице.")),
        ("statement", _("Документы"), _("Выписка за любой период в PDF и таблице, сходится до копейки.")),
        ("clock", _("Можно по счёту"), _("На постоплате платите в конце месяца, вперёд ничего не нужно.")),
    ),
)  # fmt: skip


def _page_for(audience: Audience) -> Callable[..., HttpResponse]:
    @public_page
    def plans(request: HttpRequest) -> HttpResponse:
        """What an audience can have; ``?service=``, ``?building=`` choose, ``?compare=`` puts plans side by side."""
        today = request.moment.today  # type: ignore[attr-defined]
        sale = on_sale(audience.code, today)
        chosen = sale.named(request.GET.getlist("compare"))
        place = place_of(request.GET.get("building", ""))
        context = {**_kept(request, audience, place), "audience": audience, "day": today, "place": place}
        if 1 < len(chosen) <= MOST_COMPARED and "choose" not in request.GET:
            return render(request, "portal/site/compare.html", context | _side_by_side(request, chosen))
        return render(request, "portal/site/plans.html", context | _listed(request, audience, sale, chosen, place))

    return plans  # type: ignore[return-value]


def place_of(building_id: str) -> FoundBuilding | None:
    """The house that an address names, None where it names none."""
    if not (building_id.isascii() and building_id.isdecimal() and len(building_id) < 10):
        return None
    return building(int(building_id))


def _kept(request: HttpRequest, audience: Audience, place: FoundBuilding | None) -> dict[str, object]:
    """What links of the page carry on: the house; and where one applies."""
    building = {"building": str(place.id)} if place else {}
    return {"apply": _Applying(address_of(audience.applying), building), "building": urlencode(building)}


@dataclass(frozen=True, slots=True)
class _Applying:
    """The address of an application, for a plan in a house."""

    address: str
    building: dict[str, str]

    def for_plan(self, offer: Offer) -> str:
        """The form with the plan filled in; nothing where there is no form."""
        return f"{self.address}?{urlencode({'plan': offer.code, **self.building})}" if self.address else ""


def _listed(
    request: HttpRequest, audience: Audience, sale: OnSale, chosen: tuple[Offer, ...], place: FoundBuilding | None
) -> dict[str, object]:
    here = sale.only(place.services) if place else sale
    wanted = request.GET.get("service", "")
    services = here.only([wanted]).services or here.services
    asked = request.GET.getlist("compare")
    return {
        "sale": replace(here, services=services),
        "all_services": here.services,
        "service": wanted if len(services) == 1 and services[0].service.code == wanted else "",
        "ticked": [offer.code for offer in chosen],
        "too_many": len(chosen) > MOST_COMPARED,
        "too_few": bool(asked) and len(chosen) < 2 and "choose" not in request.GET,
        "structured": structured.block(structured.catalogue(request, str(audience.title), services)),
    }


def _side_by_side(request: HttpRequest, chosen: tuple[Offer, ...]) -> dict[str, object]:
    table: Comparison = compared(chosen)
    codes = [("compare", offer.code) for offer in chosen]
    return {"table": table, "more": urlencode([*codes, ("choose", "1")])}


urlpatterns: list[URLPattern] = [
    path("for-home/", _page_for(HOME), name="for-home"),
    path("for-students/", _page_for(STUDENTS), name="for-students"),
    path("for-business/", _page_for(BUSINESS), name="for-business"),
]
