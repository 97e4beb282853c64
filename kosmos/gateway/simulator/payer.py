"""A payer at ERIP in the demo: the steps of its online protocol, and the files that follow them into the spool."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from kosmos.config.erip import EripSetting
from kosmos.config.wiring import erip, erip_files
from kosmos.gateway.simulator.pages import only_in_the_demo
from kosmos.gateway.simulator.terminal import MOST, WRONGS, Heard
from kosmos.kernel import clock
from kosmos.payments.rails.erip.answers import read_answer
from kosmos.payments.rails.erip.carrying import as_form
from kosmos.payments.rails.erip.file_kinds import KINDS
from kosmos.payments.rails.erip.file_messages import (
    PaymentRecord,
    PaymentsHeader,
    ReversalRecord,
    TransferHeader,
    TransferRecord,
)
from kosmos.payments.rails.erip.files import write_file
from kosmos.payments.rails.erip.messages import (
    BYN,
    Answer,
    Finished,
    Head,
    Info,
    Refused,
    Request,
    ServiceInfo,
    Started,
    StornResult,
    StornStart,
    TransactionResult,
    TransactionStart,
)
from kosmos.payments.rails.erip.requests import write_request
from kosmos.payments.rails.erip.settings import EripSettings
from kosmos.payments.rails.erip.signature import HEADER, header_of
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.sums import BadSum, read_sum

US_DOLLAR = 840
STEPS = {
    "info": "1. Узнать, сколько платить",
    "start": "2. Начать платёж",
    "result": "3. Провести платёж",
    "failed": "3. Платёж не удался",
    "storn": "4. Начать сторно",
    "storned": "5. Провести сторно",
    "kept": "5. Сторно не удалось",
}
FILES = {"206": "206: принят платёж", "210": "210: деньги перечислены", "216": "216: платёж отменён"}
WRONG = {**WRONGS, "currency": "Валюта будет другой", "unsigned": "Подпись будет неверной"}
ACCOUNT, DEVICE = "100482", "5"


@dataclass(frozen=True, slots=True)
class Typed:
    """What the payer and ERIP say: ``operation`` is ERIP's number of the payment, ``ours`` the one that it heard."""

    step: str
    account: str
    amount: str
    operation: str
    ours: str
    wrong: str

    @property
    def kopecks(self) -> int:
        """The sum, altered on its way if so wished. BadSum."""
        return read_sum(self.amount, least=0, most=MOST) + (1_00 if self.wrong == "sum" else 0)


@require_http_methods(["GET", "POST"])
@only_in_the_demo
def payer(request: HttpRequest) -> HttpResponse:
    """The payer's page; a POST is one step, or a file left for us."""
    typed = _typed(request.POST if request.method == "POST" else request.GET)
    heard = _do(typed, clock.now()) if request.method == "POST" else []
    ours = next((one.ours for one in heard if one.ours), typed.ours)
    shown = {"typed": typed, "heard": heard, "ours": ours, "steps": STEPS, "files": FILES, "wrongs": WRONG}
    return render(request, "simulator/payer.html", {**shown, "fresh": _number(), "signed": _is_signed()})


def _is_signed() -> bool:
    known = erip()
    return bool(known and known.salt)


def _number() -> str:
    return str(10**9 + secrets.randbelow(9 * 10**9))


def _typed(sent: Mapping[str, str]) -> Typed:
    said = {name: str(sent.get(name, "")).replace("\0", "")[:40] for name in ("step", "wrong", "operation", "ours")}
    return Typed(
        step=said["step"],
        account=str(sent.get("account", ACCOUNT)).replace("\0", "")[:40],
        amount=str(sent.get("amount", "10,00"))[:20],
        operation=said["operation"] or _number(),
        ours=said["ours"],
        wrong=said["wrong"],
    )


def _do(typed: Typed, now: datetime) -> list[Heard]:
    known = erip()
    if typed.step not in FILES and known is None:
        return [Heard("", 0, "", "ЕРИП не настроен (KOSMOS_ERIP).")]
    try:
        if typed.step in FILES:
            return [_leave_file(typed, now)]
        assert known is not None
        form = EripSettings(encoding=known.encoding, mark=known.mark)
        body = b"<nonsense" if typed.wrong == "words" else write_request(_request(typed, now), form)
    except (MessageError, BadSum) as error:
        return [Heard("", 0, "", f"Так этого не сказать: {error}")]
    heard = [_ask(known, form, body, typed) for _ in range(5 if typed.wrong == "copies" else 1)]
    if typed.wrong == "lost":
        return [Heard(one.sent, 0, "", "Ответ потерян. Повторите тот же шаг.") for one in heard]
    return heard


def _request(typed: Typed, now: datetime) -> Request:
    """A step as ERIP says it. A repeated step is a new request about the same operation."""
    account = typed.account + ("1" if typed.wrong == "account" else "")
    head = Head(now, account, uuid.uuid4().hex[:20], US_DOLLAR if typed.wrong == "currency" else BYN)
    operation, ours = typed.operation, typed.ours or "0"
    match typed.step:
        case "start":
            return TransactionStart(head, operation, typed.kopecks)
        case "result":
            return TransactionResult(head, operation, ours)
        case "failed":
            return TransactionResult(head, operation, ours, "Плательщик отказался")
        case "storn":
            return StornStart(head, operation, ours, typed.kopecks)
        case "storned" | "kept":
            return StornResult(head, operation, ours, typed.step == "storned")
    return ServiceInfo(head)


def _ask(known: EripSetting, form: EripSettings, body: bytes, typed: Typed) -> Heard:
    """Send a request to our own gateway, signed if both sides sign; what came back, in words too."""
    kind, content = as_form(body)
    headers = {"Content-Type": kind}
    if known.salt:
        headers[HEADER] = header_of(
            body, known.salt + ("x" if typed.wrong == "unsigned" else ""), encoding=form.encoding
        )
    sent = body.decode(form.encoding, "replace")
    address = settings.ENVIRONMENT
    try:
        with httpx.Client(timeout=20, trust_env=False) as client:
            url = f"http://{address.near_host}:{address.gateway_port}/rails/erip"
            answer = client.post(url, content=content, headers=headers)
    except httpx.HTTPError as error:
        return Heard(sent, 0, "", f"Шлюз недоступен ({type(error).__name__}). ЕРИП повторит запрос.")
    came = answer.content.decode(form.encoding, "replace")
    if answer.status_code != 200:
        return Heard(sent, answer.status_code, came, "Ответа нет, только «приходите позже». ЕРИП повторит запрос.")
    try:
        return _meaning(sent, came, read_answer(answer.content, form))
    except MessageError as error:
        return Heard(sent, 200, came, f"Ответ не разобрать: {error}")


def _meaning(sent: str, came: str, answer: Answer) -> Heard:
    match answer:
        case Refused():
            return Heard(sent, 200, came, f"Отказ: {' '.join(answer.lines)}")
        case Info():
            owed = answer.demand.debt_kopecks
            return Heard(sent, 200, came, f"Такой счёт есть, к оплате {owed // 100},{owed % 100:02}.")
        case Started():
            return Heard(sent, 200, came, "Платёж начат, счёт занят на полчаса. Денег на нём ещё нет.", answer.number)
        case Finished():
            return Heard(sent, 200, came, " ".join(answer.lines) or "Платёж закончен.")
    return Heard(sent, 200, came, "Принято.")


def _leave_file(typed: Typed, now: datetime) -> Heard:
    """Leave a file of one record in the spool, as the exchange with ERIP would."""
    setting = erip_files()
    if setting is None:
        return Heard("", 0, "", "Обмен файлами не настроен (KOSMOS_ERIP_FILES).")
    content = _file(typed, now)
    out = setting.spool / "out"
    out.mkdir(parents=True, exist_ok=True)
    name = f"{_number()}.{typed.step}"
    for copy in range(2 if typed.wrong == "copies" else 1):
        _write(out / f"{name[:-4]}{copy or ''}.{typed.step}", content)
    return Heard(content.decode("cp1251"), 0, "", f"Файл {name} лежит в папке обмена: его разберут в течение 10 минут.")


def _write(file: Path, content: bytes) -> None:
    beside = file.with_name(f".{file.name}.part")
    beside.write_bytes(content)
    beside.replace(file)


def _file(typed: Typed, now: datetime) -> bytes:
    amount, kind = typed.kopecks, int(typed.step)
    account = typed.account + ("1" if typed.wrong == "account" else "")
    currency = str(US_DOLLAR if typed.wrong == "currency" else BYN)
    payer = ("1", "1", account, "", "", "", amount, 0)
    where = ("", None, typed.operation, "", "", "", "")
    if kind == 210:
        header = TransferHeader(
            "5", "1", "1", now, 1, "1", "191234567", "B", "A", "1", now, currency, amount, 0, amount, "B", "A"
        )
        record = TransferRecord(*payer, amount, now, *where, "", "", DEVICE)
        return b"".join(write_file(KINDS[kind], header, [record]))
    head = PaymentsHeader("5", "1", "1", now, 1, "1", "191234567", currency, amount)
    if kind == 216:
        return b"".join(write_file(KINDS[kind], head, [ReversalRecord(*payer, now, now, *where, "B", "", "", DEVICE)]))
    return b"".join(write_file(KINDS[kind], head, [PaymentRecord(*payer, now, *where, "B", "", "", DEVICE)]))


urlpatterns: list[URLPattern] = [path("simulator/erip/", payer, name="simulator-erip")]
