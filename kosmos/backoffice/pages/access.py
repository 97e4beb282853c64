"""Access given back: the subscriber is found, asked who he is, and sent a link or handed a new sheet.

Nobody here learns a password, sets one, or sees an answer before it is judged.
"""

import uuid
from datetime import date, timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.contract_words import SHEET_REASONS, refusal
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.pages.contracts import printed_sheet
from kosmos.backoffice.roles import RESTORE_ACCESS
from kosmos.catalogue.models import Kind, Plan
from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day, month_start
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.access import AccessLink, AccessSheet, IdentityCheck, LinkChannel
from kosmos.subscribers.models import Contract
from kosmos.subscribers.queries import search
from kosmos.subscribers.services import LinkWay, masked
from kosmos.support import identity

LONGEST_ANSWER = 200
LONGEST_SEARCH = 100
MONTHS = 24
ANSWERS = ("contract", "address", "payment_month", "payment_sum", "plan")


@require_safe
@staff_page(RESTORE_ACCESS)
def find(request: StaffRequest) -> HttpResponse:
    """Find a subscriber by account, phone, login, УНП or the beginning of a name; little is shown of him."""
    wanted = request.GET.get("q", "")[:LONGEST_SEARCH]
    found = search(wanted) if wanted.strip() else []
    numbers = AccountNumber.objects.filter(account_id__in=[one.account_id for one in found])
    context = {
        "q": wanted,
        "asked": bool(wanted.strip()),
        "found": found,
        "numbers": dict(numbers.values_list("account_id", "number")),
    }
    return render(request, "backoffice/access/find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@staff_page(RESTORE_ACCESS)
def restore(request: StaffRequest, account_id: int) -> HttpResponseBase:
    """One subscriber: ask who he is; once it is proven, send a link or print a sheet."""
    contract = _contract(account_id)
    if request.method != "POST":
        return _page(request, contract)
    acts = {"ask": _ask, "judge": _judge, "link": _link, "sheet": _sheet}
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        return act(request, contract)
    except DomainError as error:
        return _page(request, contract, refused=refusal(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _ask(request: StaffRequest, contract: Contract) -> HttpResponseBase:
    check = identity.begin_check(contract.account_id, by=request.staff, now=time_of(request))
    return _see(contract, check.id)


def _judge(request: StaffRequest, contract: Contract) -> HttpResponseBase:
    answers = {name: request.POST.get(name, "")[:LONGEST_ANSWER] for name in ANSWERS}
    check = identity.judge_check(
        _check_id(request), answers, by=request.staff, now=time_of(request), origin=origin_of(request)
    )
    said = {"right": check.right, "asked": len(check.asked)}
    if check.passed:
        messages.success(request, _("Личность подтверждена: подошло ответов %(right)d из %(asked)d.") % said)
    else:
        messages.warning(request, _("Не подтверждено: подошло ответов %(right)d из %(asked)d.") % said)
    return _see(contract, check.id)


def _link(request: StaffRequest, contract: Contract) -> HttpResponseBase:
    now = time_of(request)
    minutes = policies_on(business_day(now, operator_zone())).access_link_minutes
    way = LinkWay(request.POST.get("channel", "")[:10], minutes, access_page())
    to = identity.send_link_after(_check_id(request), way, by=request.staff, now=now, origin=origin_of(request))
    said = {"to": to, "minutes": minutes}
    messages.success(request, _("Ссылка отправлена: %(to)s. Она действует %(minutes)d мин и один раз.") % said)
    return _see(contract)


@transaction.atomic
def _sheet(request: StaffRequest, contract: Contract) -> HttpResponseBase:
    identity.use_check(_check_id(request), by=request.staff, now=time_of(request))
    return printed_sheet(request, contract, proven=True)


def access_page() -> str:
    """The address behind which a link's token stands."""
    return f"{settings.ENVIRONMENT.public_url}/access/"


def _check_id(request: StaffRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("check", ""))
    except ValueError:
        raise Http404 from None


def _contract(account_id: int) -> Contract:
    found = Contract.objects.select_related("subscriber__sign_in").filter(account_id=min(account_id, 2**63 - 1)).first()
    if found is None:
        raise Http404
    return found


def _page(request: StaffRequest, contract: Contract, *, refused: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    holder, now = contract.subscriber, time_of(request)
    check = _shown_check(request, contract)
    context = {
        "contract": contract,
        "number": AccountNumber.objects.values_list("number", flat=True).get(account_id=contract.account_id),
        "check": check,
        "asking": check is not None and check.judged_at is None,
        "proven": check is not None and check.passed and check.used_at is None and identity.is_fresh(check, now),
        "months": _months(now.astimezone(operator_zone()).date()),
        "plans": Plan.objects.select_related("service").filter(kind=Kind.BASE).order_by("service_id", "code"),
        "channels": [
            (code, masked(contact))
            for code, contact in ((LinkChannel.SMS, holder.phone), (LinkChannel.EMAIL, holder.email))
            if contact
        ],
        "links": AccessLink.objects.select_related("by").filter(sign_in=holder.sign_in).order_by("-made_at")[:5],
        "sheets": AccessSheet.objects.select_related("by").filter(sign_in=holder.sign_in).order_by("-at")[:5],
        "reasons": SHEET_REASONS,
        "key": uuid.uuid4().hex,
        "refused": refused,
        "now": now,
    }
    return render(request, "backoffice/access/restore.html", context, status=status)


def _shown_check(request: StaffRequest, contract: Contract) -> IdentityCheck | None:
    """The check that the page goes on with, of whoever began it."""
    told = request.POST.get("check", "") if request.method == "POST" else request.GET.get("check", "")
    try:
        check_id = uuid.UUID(told)
    except ValueError:
        return None
    mine = IdentityCheck.objects.filter(id=check_id, by=request.staff, account_id=contract.account_id)
    return mine.first()


def _months(today: date) -> list[date]:
    """The months of the last two years, the latest first."""
    months, first = [], month_start(today)
    for _index in range(MONTHS):
        months.append(first)
        first = month_start(first - timedelta(days=1))
    return months


def _see(contract: Contract, check_id: uuid.UUID | None = None) -> HttpResponseRedirect:
    address = reverse("staff:access-restore", args=[contract.account_id])
    return HttpResponseRedirect(f"{address}?check={check_id}" if check_id else address, status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [
    path("access/", find, name="access"),
    path("access/<int:account_id>/", restore, name="access-restore"),
]
