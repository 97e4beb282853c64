"""An agent's terminal in the demo: it asks our own gateway by check and pay, and errs as a tester wishes."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from kosmos.config.agents import AgentSetting
from kosmos.config.wiring import agents
from kosmos.gateway.machine.desks import desk_of
from kosmos.gateway.simulator.pages import only_in_the_demo
from kosmos.kernel import clock
from kosmos.payments.rails.osmp.base import Dialect
from kosmos.payments.rails.osmp.messages import Cancel, Check, Pay, Request, Result, Status
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.sums import BadSum, read_sum

MOST = 10**9
RAILS = ("osmp", "cyberplat", "sberbank")
ACTIONS = {
    "check": "Проверить счёт",
    "pay": "Заплатить",
    "status": "Спросить, что с платежом",
    "cancel": "Отменить платёж",
}
WRONGS = {
    "": "Ничего, всё как надо",
    "lost": "Ответ потерян: терминал его не увидит",
    "copies": "Запрос придёт пять раз сразу",
    "sum": "Сумма по дороге станет больше на рубль",
    "account": "Номер счёта по дороге изменится",
    "words": "Вместо запроса придёт мусор",
}
"""What a tester may have go wrong with the next request."""
MEANINGS = {
    Result.OK: "Принято.",
    Result.TEMPORARY: "Сейчас нельзя, терминал повторит позже.",
    Result.ACCOUNT_FORMAT: "Такого номера счёта быть не может.",
    Result.ACCOUNT_UNKNOWN: "Такого счёта нет. Деньги вернут плательщику.",
    Result.ACCOUNT_INACTIVE: "Счёт закрыт.",
    Result.FORBIDDEN: "Запрещено.",
    Result.FORBIDDEN_TECHNICAL: "Запрещено по технической причине.",
    Result.NOT_FINISHED: "Платёж ещё не закончен.",
    Result.SUM_TOO_SMALL: "Сумма слишком мала.",
    Result.SUM_TOO_LARGE: "Сумма слишком велика.",
    Result.STATE_UNKNOWN: "Состояние счёта не узнать.",
    Result.CANCEL_IMPOSSIBLE: "Отменить этот платёж нельзя.",
    Result.PAYMENT_UNKNOWN: "Такого платежа мы не знаем.",
    Result.PAYMENT_CANCELLED: "Этот платёж отменён.",
    Result.OTHER: "Отказ: запрос не понят или спорит с тем, что уже известно. Спорный платёж увидят финансисты.",
}
SILENCE = "Ответа нет, только «приходите позже». Терминал повторит с тем же номером."


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed at the terminal; ``number`` is its own number of the payment, ``ours`` the one that it heard."""

    agent: AgentSetting
    action: str
    account: str
    amount: str
    number: str
    ours: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer: the bytes of both sides, and what it means; ``ours`` is our number of the payment, if it was said."""

    sent: str
    status: int
    body: str
    meaning: str
    ours: str = ""


@require_http_methods(["GET", "POST"])
@only_in_the_demo
def terminal(request: HttpRequest) -> HttpResponse:
    """The terminal's page; a POST is one request to the gateway, and shows what came of it."""
    known = [one for one in agents() if one.rail in RAILS]
    if not known:
        return render(request, "simulator/terminal.html", {"known": known})
    typed = _typed(request.POST if request.method == "POST" else request.GET, known)
    heard = _do(typed, clock.now()) if request.method == "POST" else []
    ours = next((one.ours for one in heard if one.ours), typed.ours)
    shown = {"known": known, "typed": typed, "heard": heard, "ours": ours, "actions": ACTIONS, "wrongs": WRONGS}
    return render(request, "simulator/terminal.html", {**shown, "fresh": _number()})


def _number() -> str:
    return str(10**11 + secrets.randbelow(9 * 10**11))


def _typed(sent: Mapping[str, str], known: list[AgentSetting]) -> Typed:
    named = {one.name: one for one in known}
    number = "".join(sign for sign in sent.get("number", "") if sign in "0123456789")[:20]
    return Typed(
        agent=named.get(sent.get("agent", ""), known[0]),
        action=sent.get("action", "check"),
        account=sent.get("account", "100482"),
        amount=sent.get("amount", "10,00"),
        number=number or _number(),
        ours="".join(sign for sign in sent.get("ours", "") if sign in "0123456789"),
        wrong=sent.get("wrong", ""),
    )


def _do(typed: Typed, now: datetime) -> list[Heard]:
    """Ask the gateway as the tester wishes."""
    dialect = desk_of(typed.agent).dialect
    try:
        body = b"command=\xff&&==" if typed.wrong == "words" else dialect.write_request(_request(typed, now))
    except (MessageError, BadSum) as error:
        return [Heard("", 0, "", f"Так этого не сказать: {error}")]
    heard = [ask(typed.agent, dialect, body) for _ in range(5 if typed.wrong == "copies" else 1)]
    if typed.wrong == "lost":
        return [Heard(one.sent, 0, "", "Ответ потерян. Повторите с тем же номером.") for one in heard]
    return heard


def _request(typed: Typed, now: datetime) -> Request:
    """What is asked, altered on its way if so wished."""
    amount = read_sum(typed.amount, least=0, most=MOST) + (1_00 if typed.wrong == "sum" else 0)
    account = typed.account + ("1" if typed.wrong == "account" else "")
    match typed.action:
        case "pay":
            return Pay(typed.number, account, amount, now)
        case "status":
            return Status(typed.number)
        case "cancel":
            return Cancel(_number(), payment_number=typed.ours or "0", payment_txn_id=typed.number, paid_at=now)
    return Check(typed.number, account, amount)


def ask(agent: AgentSetting, dialect: Dialect, body: bytes) -> Heard:
    """Send a request to our own gateway, as the agent does; what came back, in words too."""
    query = body.decode("latin-1")
    known = settings.ENVIRONMENT
    url = f"http://{known.near_host}:{known.gateway_port}/rails/{agent.rail}/{agent.name}"
    try:
        with httpx.Client(timeout=20, trust_env=False) as client:
            answer = client.get(f"{url}?{query}")
    except httpx.HTTPError as error:
        return Heard(query, 0, "", f"Шлюз недоступен ({type(error).__name__}). Терминал повторит с тем же номером.")
    if answer.status_code != 200:
        return Heard(query, answer.status_code, answer.text, SILENCE)
    try:
        said = dialect.read_answer(answer.content)
    except MessageError as error:
        return Heard(query, 200, answer.text, f"Ответ не разобрать: {error}")
    return Heard(query, 200, answer.text, MEANINGS[said.result], said.number)


urlpatterns: list[URLPattern] = [path("simulator/terminal/", terminal, name="terminal")]
