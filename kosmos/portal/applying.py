"""The forms by which a visitor asks to be connected or called: what each is about, what was typed, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import uuid4

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kosmos.catalogue.coverage import FoundBuilding, building
from kosmos.catalogue.models import Service
from kosmos.connections.agreements import AgreementText, agreements_now
from kosmos.connections.calling import CallHours, call_hours
from kosmos.connections.models import Agreement, ApplicationKind
from kosmos.connections.wishes import LONGEST, SOON, Wish
from kosmos.connections.working import sales_work
from kosmos.portal.devices import origin_of
from kosmos.portal.offering import OnSale, on_sale
from kosmos.portal.pages.pay import is_key
from kosmos.portal.words.applications import wrong_words
from kosmos.wording.typography import day_from, language, moment, text, zone

TRAP = "website"
"""A field that no person sees: whoever fills it in is asked to send once more."""
MOST_LETTERS = 2_000
TITLES: Mapping[str, Promise] = {
    Agreement.APPLICATION: _("Согласен на обработку данных этой заявки"),
    Agreement.SMS_ADVERTISING: _("Хочу получать в SMS новости о тарифах и акциях (по желанию)"),
}


@dataclass(frozen=True, slots=True)
class FormKind:
    """One of the forms: the fields that can be set by it, its address, its words, and where it lies in the menu."""

    kind: str
    fields: tuple[str, ...]
    page: str
    section: str
    back: str
    back_words: Promise
    title: Promise
    lead: Promise
    description: Promise
    button: Promise


HOME = FormKind(
    ApplicationKind.HOME,
    ("address", "name", "phone", "service", "plan", "building", "wait"),
    "apply-home",
    "for-home",
    "for-home",
    _("Для дома"),
    _("Подключение дома"),
    _("Позвоним, ответим на вопросы и договоримся о времени. Ни к чему не обязывает."),
    _("Заявка на подключение интернета и телевидения дома: адрес, имя, телефон, услуга и тариф. Перезвоним сами."),
    _("Оставить заявку"),
)
STUDENT = FormKind(
    ApplicationKind.STUDENT,
    ("phone", "name", "dormitory", "room", "plan", "building"),
    "apply-student",
    "for-students",
    "for-students",
    _("Для студентов"),
    _("Подключение в общежитии"),
    _("Позвоним и договоримся, когда подключить комнату. Ни к чему не обязывает."),
    _("Заявка на подключение интернета в общежитии: телефон, фамилия и имя, общежитие и комната. Перезвоним сами."),
    _("Оставить заявку"),
)
BUSINESS = FormKind(
    ApplicationKind.BUSINESS,
    ("name", "organisation", "phone", "address", "service", "comment", "plan", "building"),
    "apply-business",
    "for-business",
    "for-business",
    _("Для бизнеса"),
    _("Заявка на подключение"),
    _("Позвоним, подберём решение и подготовим договор."),
    _("Заявка на подключение организации: представитель, организация, телефон, адрес, услуга. Перезвоним сами."),
    _("Заказать"),
)
CALL_BACK = FormKind(
    ApplicationKind.CALL_BACK,
    ("name", "phone", "when", "page"),
    "call-back",
    "none",
    "site",
    _("Главная"),
    _("Заказать звонок"),
    _("Перезвоним бесплатно и ответим на любой вопрос."),
    _("Закажите звонок: оставьте имя и телефон и выберите время. Перезвоним и ответим на любой вопрос."),
    _("Жду звонка"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A purpose that is asked about, its text, and whether it was ticked."""

    text: AgreementText
    ticked: bool

    @property
    def name(self) -> str:
        """The field's name."""
        return f"agreed_{self.text.purpose}"

    @property
    def title(self) -> str:
        """What stands beside the box."""
        return str(TITLES[self.text.purpose])

    @property
    def words(self) -> str:
        """The whole text in the page's language."""
        return text(self.text.texts)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it is shown: what is offered in it, what was typed, and what is wrong."""

    kind: FormKind
    typed: Mapping[str, str]
    asked: tuple[Asked, ...]
    now: datetime
    sale: OnSale
    services: tuple[Service, ...] = ()
    place: FoundBuilding | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The form's key: the one that came with it, or a new one."""
        came = self.typed.get("key", "")
        return came if is_key(came) else uuid4().hex

    @property
    def errors(self) -> dict[str, str]:
        """What is said beside each wrong field."""
        return {name: wrong_words(name, code) for name, code in self.wrong.items()}

    @property
    def chosen(self) -> object:
        """The plan that the form came with, where it has no list of plans to choose from."""
        return next(iter(self.sale.named([self.typed.get("plan", "")])), None)

    @property
    def there(self) -> list[Service]:
        """The services that can be had in the house that the form came with."""
        return [one for one in self.services if self.place and one.code in self.place.services]

    @property
    def hours(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The hours to be called in, by day: each day in words with its codes and words."""
        days = groupby(call_hours(self.now, sales_work(self.now)), key=lambda one: one.from_at.date())
        return [
            (day_from(day, self.now.date()), [(one.code, _hours_words(one)) for one in hours]) for day, hours in days
        ]


def form_of(request: HttpRequest, kind: FormKind, now: datetime) -> FilledForm:
    """The form as it came, or as the address asks it to be filled in (``?plan=&service=&building=``)."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = {name: sent[name][:MOST_LETTERS].replace("\0", "") for name in (*kind.fields, "key") if name in sent}
    local = now.astimezone(zone())
    sale = on_sale(str(kind.kind), local.date(), with_extras=False)
    place = _place(typed.get("building", ""))
    here = sale.only(place.services) if place else sale
    fits = not typed.get("plan") or bool(here.named([typed["plan"]]))
    if request.method != "POST":
        typed = _as_asked(request, kind, typed, sale, place)
    return FilledForm(
        kind=kind,
        typed=typed,
        asked=_asked(request, kind),
        now=local,
        sale=here if fits else sale,
        services=tuple(Service.objects.order_by("id")),
        place=place,
    )


def wish_of(request: HttpRequest, form: FilledForm) -> Wish:
    """What was filled in."""
    typed = dict(form.typed)
    if typed.get("wait"):
        typed["comment"] = gettext("Сообщите, когда по этому адресу появится ваша сеть.")
    return Wish(
        kind=form.kind.kind,
        **{name: typed.get(name, "") for name in (*LONGEST, "service", "plan", "page")},
        when=typed.get("when") or SOON,
        building_id=form.place.id if form.place else None,
        agreed={one.text.purpose.value: _version(request, one) for one in form.asked if one.ticked},
        language=language(),
        network_address=origin_of(request).address,
    )


def _as_asked(
    request: HttpRequest, kind: FormKind, typed: dict[str, str], sale: OnSale, place: FoundBuilding | None
) -> dict[str, str]:
    """What the address fills in: a plan that is sold says its service, a house its address.

    ``?wait`` comes from where there is no coverage yet: the application asks to be told when there is.
    """
    plan = next(iter(sale.named([typed.get("plan", "")])), None)
    found: dict[str, str] = {name: typed[name] for name in typed if name in {"service", "building", "address"}}
    if "wait" in request.GET:
        found["wait"] = "1"
    found |= {"plan": plan.code, "service": plan.service} if plan else {}
    if place:
        found |= {"dormitory": _dormitory(place), "address": f"{place.city}, {place.street}, {place.house}, "}
    if kind.kind == ApplicationKind.CALL_BACK:
        found["page"] = _page_before(request)
    return found


def _place(building_id: str) -> FoundBuilding | None:
    """The house that an address or a form names, None where it names none."""
    well_formed = building_id.isascii() and building_id.isdecimal() and len(building_id) < 10
    return building(int(building_id)) if well_formed else None


def _dormitory(place: FoundBuilding) -> str:
    return ", ".join(filter(None, [place.dormitory, place.city, place.street, place.house]))


def _page_before(request: HttpRequest) -> str:
    """From which of our pages somebody came, without what only its reader may know."""
    came, ours = request.headers.get("Referer", ""), f"{request.scheme}://{request.get_host()}"
    path = came.removeprefix(ours).partition("?")[0]
    if not came.startswith(f"{ours}/"):
        return ""
    try:
        route = resolve(path).route
    except Resolver404:
        return ""
    return path if "<" not in route else f"/{route.partition('<')[0]}"


def _asked(request: HttpRequest, kind: FormKind) -> tuple[Asked, ...]:
    texts = [one for one in agreements_now() if one.needed or kind.kind != ApplicationKind.CALL_BACK]
    return tuple(Asked(one, f"agreed_{one.purpose}" in request.POST) for one in texts)


def _version(request: HttpRequest, one: Asked) -> int:
    sent = request.POST.get(one.name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 5 else 0


def _hours_words(one: CallHours) -> str:
    return f"{moment(one.from_at)}–{moment(one.until_at)}"
