"""The tester's page: every rail's simulator, and what goes wrong next in those that are chosen for beforehand."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from kosmos.gateway.models import SimulatedAttempt, SimulatedGateway
from kosmos.gateway.simulator import bank
from kosmos.gateway.simulator.delivery import deliver_soon
from kosmos.gateway.simulator.pages import only_in_the_demo
from kosmos.kernel import clock
from kosmos.kernel.money import spoken
from kosmos.payments.models import RailHealth
from kosmos.payments.services.health import SILENCES
from kosmos.payments.services.orders import rails_by_health

LATEST = 8
RUBLE = 1_00
CARDS = {"assist": "Assist", "bepaid": "bePaid", "webpay": "Webpay"}
NAMES = {**CARDS, "bepaid_erip": "bePaid ЕРИП"}
STATES = {
    "Approved": "оплачен",
    "Declined": "отказано",
    "Canceled": "отменён, деньги у плательщика",
    "PartialCanceled": "возвращён частью",
    "PartialApproved": "подтверждён частью",
    "Delayed": "деньги придержаны",
    "Timeout": "банк не ответил вовремя",
}
NOT_RAILS = ("email", "sms")
"""These are switched on the pages of the demo's post."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A simulator: where it is, and what a tester can do there."""

    title: str
    address: str
    text: str

    @property
    def href(self) -> str:
        """Where it is; nothing if there is no such one here."""
        try:
            return self.address if self.address.startswith("/") else reverse(self.address)
        except NoReverseMatch:
            return ""


TOOLS = (
    Tool(
        "Карта: Assist, bePaid, Webpay",
        "/pay/",
        "Заплатите как плательщик. На странице банка выберите, чем он ответит и как дойдёт уведомление.",
    ),
    Tool("Терминал агента", "gateway:terminal", "OSMP, CyberPlat и вариант Сбербанка: проверка, платёж, отмена."),
    Tool(
        "Плательщик ЕРИП",
        "gateway:simulator-erip",
        "Онлайн-протокол по шагам, сторно, потери и повторы; файлы 206, 210 и 216.",
    ),
    Tool(
        "ЕРИП через bePaid",
        "gateway:simulator-bepaid-erip",
        "Заплатите как в банке по номеру с нашего сайта; или срок истечёт, платёж не пройдёт, уведомление потеряется.",
    ),
    Tool("Почта абонентов", "post:mail", "Письма, которые ушли бы абонентам."),
    Tool("SMS абонентам", "post:sms", "Сообщения, которые ушли бы абонентам."),
)


@require_safe
@only_in_the_demo
def testers(request: HttpRequest) -> HttpResponse:
    """The page."""
    attempts = (
        SimulatedAttempt.objects.exclude(state=bank.IN_PROCESS).filter(rail__in=CARDS).order_by("-changed_at")[:LATEST]
    )
    silent = SimulatedGateway.objects.filter(down=True).exclude(channel__in=NOT_RAILS).order_by("channel")
    shown = {
        "tools": [one for one in TOOLS if one.href],
        "attempts": [
            (one, NAMES[one.rail], spoken(one.amount_kopecks), STATES.get(one.state, one.state), one.state in bank.PAID)
            for one in attempts
        ],
        "rails": [(rail, NAMES[rail], any(one.channel == rail for one in silent)) for rail in NAMES],
        "cards": CARDS,
        "first": next(iter(rails_by_health(clock.now())), ""),
        "silent": [one.channel for one in silent if one.channel not in NAMES],
    }
    return render(request, "simulator/testers.html", shown)


@require_POST
@only_in_the_demo
def switch(request: HttpRequest) -> HttpResponse:
    """Take a provider's simulator away or bring it back; of a single order too. Or have the next payer sent there."""
    channel = str(request.POST.get("of", bank.AWAY)).replace("\0", "")[:128]
    if request.POST.get("to") == "first":
        _send_there(channel)
    elif channel not in NOT_RAILS:
        down = request.POST.get("to") == "down"
        SimulatedGateway.objects.update_or_create(channel=channel, defaults={"down": down})
    return HttpResponseRedirect(reverse("gateway:testers"), status=303)


def _send_there(rail: str) -> None:
    """Have the other providers passed over for a while, as if they had been silent."""
    for other in CARDS:
        silences = {"silences": 0 if other == rail else SILENCES, "silent_at": clock.now()}
        RailHealth.objects.update_or_create(rail=other, defaults=silences)


@require_POST
@only_in_the_demo
def give_back(request: HttpRequest) -> HttpResponse:
    """Cancel a payment in the bank's cabinet, or one ruble of it: the bank notifies of it."""
    part = RUBLE if request.POST.get("what") == "part" else None
    with transaction.atomic():
        bill = str(request.POST.get("bill", "")).replace("\0", "")
        if SimulatedAttempt.objects.filter(bill=bill, state__in=bank.PAID).exists():
            bank.cancel(bill, now=clock.now(), kopecks=part)
            transaction.on_commit(deliver_soon)
    return HttpResponseRedirect(reverse("gateway:testers"), status=303)


urlpatterns: list[URLPattern] = [
    path("simulator/", testers, name="testers"),
    path("simulator/away/", switch, name="testers-away"),
    path("simulator/back/", give_back, name="testers-back"),
]
