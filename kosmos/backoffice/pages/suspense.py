"""Money of nobody: the list, and one of it with whose it may be; put on an account, or sent back to its sender."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.act_shown import look, same_as_shown
from kosmos.backoffice.act_words import DONE
from kosmos.backoffice.editing.sending import see
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.money_words import nobodys_words, source_words
from kosmos.backoffice.roles import HANDLE_MONEY
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountNumber
from kosmos.payments.agents import number_in
from kosmos.payments.errors import UnknownMoney
from kosmos.payments.models import Unidentified, UnidentifiedState
from kosmos.payments.services.refunds import order_to_refund
from kosmos.payments.services.suspense import goes_back, money_of, numbers_like, sought, was_refunded
from kosmos.wording.reasons import REASONS
from kosmos.workplace.acting import Doing
from kosmos.workplace.acts import LONGEST_EXPLANATION, Form, perform
from kosmos.workplace.approvals import approvals_of, wish_of
from kosmos.workplace.reasons import OF
from kosmos.workplace.search.finding import FoundAccount, Sight, find
from kosmos.workplace.wishes import Wish

SHOWN = 50
LONGEST = 100
SUGGESTED = 5
WHICH = {"": UnidentifiedState.WAITING, **{one.value: one for one in UnidentifiedState if one.value != "waiting"}}


@require_safe
@staff_page(HANDLE_MONEY)
def suspense(request: StaffRequest) -> HttpResponse:
    """What waits, the newest first; ?q= looks for some of it, ?state= shows what is over."""
    asked, which = request.GET.get("q", "")[:LONGEST].strip(), request.GET.get("state", "")
    if which not in WHICH:
        raise Http404
    page = Paginator(sought(asked, state=WHICH[which]), SHOWN).get_page(request.GET.get("page"))
    context = {
        "q": asked,
        "which": which,
        "page": page,
        "rows": [(one, source_words(one.rail), nobodys_words(one.reason), address_of(one)) for one in page],
        "further": urlencode({"q": asked, "state": which}),
    }
    return render(request, "backoffice/money/suspense.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE_MONEY)
def one(request: StaffRequest, rail: str, operation: str) -> HttpResponseBase:
    """What was said with it and whose it may be; ?account= goes on with that account, a POST records its return."""
    found = _found(rail, operation)
    if request.method == "POST":
        return _sent_back(request, found)
    typed = request.GET.get("account", "")[:LONGEST].strip()
    if not typed:
        return _page(request, found)
    account_id = (
        AccountNumber.objects.filter(number=number_in(typed), account__kind=1).values_list("account_id").first()
    )
    if account_id is None:
        return _page(request, found, typed=typed, wrong=_("Такого счёта нет. Проверьте номер."))
    return see(_assign_address(found, account_id[0]))


def address_of(found: Unidentified) -> str:
    """The page of some money."""
    return reverse("staff:nobodys", args=[found.rail, found.operation])


def _assign_address(found: Unidentified, account_id: int) -> str:
    page = reverse(f"staff:act-{Doing.ASSIGN.value}", args=[account_id])
    return f"{page}?{urlencode({'money': f'{found.rail} {found.operation}'})}"


def _sent_back(request: StaffRequest, found: Unidentified) -> HttpResponseBase:
    wish = _return_of(found)
    try:
        form = Form(
            by=request.staff,
            key=uuid.UUID(request.POST.get("key", "")),
            reason=request.POST.get("reason", "")[:32],
            note=request.POST.get("note", "")[: 4 * LONGEST_EXPLANATION],
            now=time_of(request),
            agreed=lambda ahead: same_as_shown(request.POST, wish, ahead),
            origin=origin_of(request),
        )
        done = perform(wish, form)
    except ValueError:
        raise Http404 from None
    except DomainError as error:
        return _page(request, _found(found.rail, found.operation), error=error)
    if not done.fresh:
        messages.info(request, _("Эта форма уже отправлена раньше: второй раз ничего не сделано."))
    elif done.asked:
        messages.success(request, _("Это больше вашего предела. Просьба ушла другому сотруднику, ждите его решения."))
    else:
        messages.success(request, str(DONE[Doing.SEND_BACK if done.act and done.act.posting else Doing.REFUND]))
    return see(reverse("staff:suspense"))


def _page(
    request: StaffRequest,
    found: Unidentified,
    *,
    typed: str = "",
    wrong: str = "",
    error: DomainError | None = None,
) -> HttpResponse:
    now, goes = time_of(request), goes_back(found)
    waits = found.state == UnidentifiedState.WAITING and not goes
    asked = [one for one in approvals_of(found.account_id, now=now) if wish_of(one).operation == found.operation]
    holder = AccountNumber.objects.filter(account_id=found.assigned_to_id).first() if found.assigned_to_id else None
    context = {
        "one": found,
        "source": source_words(found.rail),
        "why": nobodys_words(found.reason),
        "waits": waits,
        "goes": goes,
        "by_card": waits and order_to_refund(found) is not None,
        "refunded": was_refunded(found),
        "moves": found.state == UnidentifiedState.ASSIGNED and not goes,
        "asked": asked,
        "holder": holder,
        "likely": [(hit, _assign_address(found, hit.account_id)) for hit in _likely(found)] if waits else [],
        "looked": look(_return_of(found), request.staff, now=now) if waits else None,
        "reasons": [(code, REASONS[code]) for code in OF[Doing.SEND_BACK]],
        "typed": typed,
        "wrong": wrong,
        "error": error,
        "sent": request.POST,
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "longest": LONGEST_EXPLANATION,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong or error else HTTPStatus.OK
    return render(request, "backoffice/money/nobodys.html", context, status=status)


def _likely(found: Unidentified) -> list[FoundAccount]:
    """Accounts whose numbers are like what was said, then those of people of the payer's name."""
    sight = Sight(personal=False, requests=False, applications=False)
    said = list(numbers_like(f"{found.order_number} {found.purpose}"))
    hits = [hit for number in said for hit in find(number, sight).accounts if hit.number == number]
    if found.payer:
        hits += find(found.payer[:LONGEST], sight).accounts
    return list({hit.account_id: hit for hit in hits}.values())[:SUGGESTED]


def _return_of(found: Unidentified) -> Wish:
    return Wish(
        Doing.SEND_BACK,
        found.account_id,
        amount_kopecks=found.amount_kopecks,
        rail=found.rail,
        operation=found.operation,
    )


def _found(rail: str, operation: str) -> Unidentified:
    try:
        return money_of(rail, operation)
    except UnknownMoney:
        raise Http404 from None


urlpatterns: list[URLPattern] = [
    path("money/suspense/", suspense, name="suspense"),
    path("money/suspense/<slug:rail>/<path:operation>/", one, name="nobodys"),
]
