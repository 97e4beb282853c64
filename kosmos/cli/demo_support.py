"""The demo's support: requests in each state, answered by the demo's agent."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.cli.demo_members import AGENT
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.ledger.models import AccountNumber, Posting, PostingKind
from kosmos.subscribers.models import StaffMember
from kosmos.support import services
from kosmos.support.models import Request


@transaction.atomic
def create_support(today: date) -> None:
    """Add requests as they stand in the morning of ``today``: answered, late, new and closed."""
    if Request.objects.exists():
        return
    morning = start_of(today, operator_zone()) + timedelta(hours=9)
    agent = StaffMember.objects.get(sign_in__login=AGENT)
    _answered(agent, morning)
    _late(agent, morning)
    _new(morning)
    _closed(agent, morning)


def _answered(agent: StaffMember, morning: datetime) -> None:
    """Anna asked about a row, and was answered yesterday."""
    account_id = _account("100482")
    request = _ask(
        "100482",
        "money",
        "Здравствуйте! За что списана эта сумма? Я думала, что за день выходит меньше.",
        morning - timedelta(days=1, hours=-2),
        row=_share_of(account_id, morning.date() - ONE_DAY),
    )
    services.note(
        account_id=account_id,
        request_id=request.id,
        staff=agent,
        text="Сумма верная: тариф и два пакета. Объяснить по строкам.",
        key="demo-note",
        now=morning - timedelta(days=1, hours=-3),
    )
    services.answer(
        account_id=account_id,
        request_id=request.id,
        staff=agent,
        text="Здравствуйте, Анна Сергеевна! В этот день списаны доли тарифа и двух пакетов, каждая своей строкой. "
        "Если нажать на строку, видно, как она посчитана.",
        key="demo-answer",
        seen=1,
        now=morning - timedelta(days=1, hours=-4),
    )


def _late(agent: StaffMember, morning: datetime) -> None:
    """Irina has waited for longer than was promised."""
    request = _ask(
        "100524", "internet", "Третий день нет интернета, роутер горит красным.", morning - timedelta(days=2)
    )
    services.take(account_id=request.account_id, request_id=request.id, staff=agent, now=morning - timedelta(days=2))


def _new(morning: datetime) -> None:
    """Viktor has just asked."""
    _ask("100557", "documents", "Нужна справка об оплате за прошлый месяц для бухгалтерии.", morning)


def _closed(agent: StaffMember, morning: datetime) -> None:
    """Anna's older one was solved."""
    request = _ask("100482", "tv", "Не показывает спортивный канал.", morning - timedelta(days=6))
    services.answer(
        account_id=request.account_id,
        request_id=request.id,
        staff=agent,
        text="Обновили список каналов: перезагрузите приставку, и он появится.",
        key="demo-closing",
        seen=0,
        closing=True,
        now=morning - timedelta(days=6, hours=-2),
    )


def _ask(number: str, topic: str, text: str, now: datetime, *, row: int | None = None) -> Request:
    return services.open_request(
        account_id=_account(number), topic=topic, text=text, row=row, key=f"demo-{number}-{topic}", now=now
    ).request


def _account(number: str) -> int:
    account_id: int = AccountNumber.objects.values_list("account_id", flat=True).get(number=number)
    return account_id


def _share_of(account_id: int, day: date) -> int | None:
    """A share of a day: the first, which is the dearest plan's."""
    shares = Posting.objects.filter(account_id=account_id, kind=PostingKind.SHARE, posted_on=day)
    return shares.order_by("amount_kopecks").values_list("number", flat=True).first()
