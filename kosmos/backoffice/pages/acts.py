"""What staff do on an account: a page for each act, shown as the subscriber's own, done as it was shown; and a list."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice import roles
from kosmos.backoffice.act_forms import FIELDS, Typed, options_of, typed_of, values_of
from kosmos.backoffice.act_shown import Looked, look, same_as_shown
from kosmos.backoffice.act_words import DONE, LEADS, TITLES, described
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.revealing import revealed
from kosmos.backoffice.roles import may
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.wording.reasons import REASONS
from kosmos.workplace.acting import WITH_PAYMENTS, Doing, StaffAct
from kosmos.workplace.acts import LONGEST_EXPLANATION, Form, last_acts, perform, undoing
from kosmos.workplace.approvals import approvals_of, wish_of
from kosmos.workplace.reasons import OF
from kosmos.workplace.subscriber import Person, contracts_beside, person_of
from kosmos.workplace.wishes import Wish

MONEY = frozenset({Doing.CHARGE, Doing.ADJUST, Doing.REVERSE, Doing.BILL})
ON_ACCOUNTS = tuple(doing for doing in Doing if doing != Doing.SEND_BACK)
"""The acts that have a page of an account; money that goes back to its sender is on none."""
GROUPS: tuple[tuple[Doing, ...], ...] = (
    (Doing.PROMISE, Doing.UNBLOCK, Doing.END_UNBLOCK),
    (Doing.BILL, Doing.ADJUST, Doing.CHARGE, Doing.REVERSE),
    (Doing.ASSIGN, Doing.REFUND, Doing.CHARGEBACK),
    (Doing.CHANGE, Doing.ON, Doing.OFF, Doing.CANCEL),
    (Doing.SUSPEND, Doing.RESUME, Doing.CLOSE, Doing.STAY),
)
_BESIDE = {"reason_missing": "reason", "reason_unexplained": "note", "note_too_long": "note"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What an act's form says besides its own fields, and what is wrong with that."""

    key: str
    reason: str = ""
    note: str = ""
    error: DomainError | None = None

    longest = LONGEST_EXPLANATION

    @property
    def beside(self) -> str:
        """The field that the error belongs to; empty where it is the whole form's."""
        return _BESIDE.get(self.error.code, "") if self.error else ""


@dataclass(frozen=True, slots=True)
class Made:
    """An act that was done, in words, and where it is undone; empty if it cannot be."""

    act: StaffAct
    words: str
    undo: str


def function_of(doing: Doing) -> str:
    """The function that an act needs."""
    if doing in WITH_PAYMENTS:
        return roles.HANDLE_MONEY
    return roles.ADJUST_MONEY if doing in MONEY else roles.ACT_ON_ACCOUNTS


def name_of(doing: Doing) -> str:
    """The name of an act's page."""
    return f"act-{doing.value}"


@require_safe
@staff_page(roles.ADJUST_MONEY)
def acts(request: StaffRequest, account_id: int) -> HttpResponse:
    """What can be done on an account, what waits for another's decision, and what was done lately."""
    context = _account(request, account_id)
    role = request.staff.role
    groups = [[_link(doing, account_id) for doing in group if may(role, function_of(doing))] for group in GROUPS]
    waiting = approvals_of(account_id, now=time_of(request))
    context |= {
        "groups": [group for group in groups if group],
        "waiting": [(one, described(wish_of(one))) for one in waiting],
        "made": [_made(act, role) for act in last_acts(account_id)],
        "reasons": REASONS,
    }
    return render(request, "backoffice/acts/list.html", context)


def _page_of(doing: Doing) -> Callable[..., HttpResponseBase]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_page(function_of(doing))
    def act(request: StaffRequest, account_id: int) -> HttpResponseBase:
        """The form of an act with what it would do; a POST shows that or does it."""
        context = _account(request, account_id)
        posted = request.method == "POST"
        typed = typed_of(doing, account_id, request.POST if posted else request.GET)
        sent = _sent(request)
        if posted and request.POST.get("do") == "confirm" and typed.wish:
            done, sent = _confirmed(request, typed.wish, sent)
            if done:
                return done
        asked = posted or not FIELDS.get(doing) or any(typed.values.values())
        return _show(request, doing, typed if asked else Typed(typed.values), sent, context)

    return act


def _confirmed(request: StaffRequest, wish: Wish, sent: Sent) -> tuple[HttpResponseBase | None, Sent]:
    """Do it as it was shown; where to go then, or the form with what refuses it."""
    form = Form(
        by=request.staff,
        key=uuid.UUID(sent.key),
        reason=sent.reason,
        note=sent.note,
        now=time_of(request),
        agreed=lambda ahead: same_as_shown(request.POST, wish, ahead),
        origin=origin_of(request),
    )
    try:
        done = perform(wish, form)
    except DomainError as error:
        key = uuid.uuid4().hex if error.code == "act_key_used" else sent.key
        return None, Sent(key, sent.reason, sent.note, error)
    if not done.fresh:
        messages.info(request, _("Эта форма уже отправлена раньше: второй раз ничего не сделано."))
    elif done.asked:
        messages.success(request, _("Это больше вашего предела. Просьба ушла другому сотруднику, ждите его решения."))
    else:
        messages.success(request, str(DONE[wish.doing]))
    address = reverse("staff:subscriber", args=[wish.account_id])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER), sent


def _show(request: StaffRequest, doing: Doing, typed: Typed, sent: Sent, context: dict[str, object]) -> HttpResponse:
    now, account_id = time_of(request), int(str(context["account_id"]))
    looked = look(typed.wish, request.staff, now=now) if typed.wish else Looked()
    wrong = bool(typed.errors or sent.error or (request.method == "POST" and looked.refused))
    context |= {
        "doing": doing.value,
        "name": f"staff:{name_of(doing)}",
        "title": TITLES[doing],
        "lead": LEADS[doing],
        "typed": typed,
        "looked": looked,
        "options": options_of(doing, account_id, business_day(now, operator_zone()), typed.values),
        "reasons": [(code, REASONS[code]) for code in OF[doing]],
        "sent": sent,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "backoffice/acts/act.html", context, status=status)


def _account(request: StaffRequest, account_id: int) -> dict[str, object]:
    """Whose account it is; 404 if it is nobody's."""
    try:
        contract = contracts_beside(account_id)[0]
    except UnknownSubscriber:
        raise Http404 from None
    named = may(request.staff.role, roles.REVEAL_PERSONAL)
    person: Person = person_of(contract, named=named, whole=revealed(request, account_id))
    balance = Account.objects.values_list("balance_kopecks", flat=True).get(id=account_id)
    number = contract.account_number  # type: ignore[attr-defined]
    return {"account_id": account_id, "number": number, "person": person, "balance": balance}


def _sent(request: StaffRequest) -> Sent:
    told: Mapping[str, str] = request.POST
    return Sent(_key(told.get("key", "")), told.get("reason", "")[:32], told.get("note", "")[: 4 * LONGEST_EXPLANATION])


def _key(told: str) -> str:
    try:
        return uuid.UUID(told).hex
    except ValueError:
        return uuid.uuid4().hex


def _link(doing: Doing, account_id: int) -> tuple[str, str]:
    return str(TITLES[doing]), reverse(f"staff:{name_of(doing)}", args=[account_id])


def _made(act: StaffAct, role: str) -> Made:
    undo = undoing(act)
    address = ""
    if undo and may(role, function_of(undo.doing)):
        address = reverse(f"staff:{name_of(undo.doing)}", args=[act.account_id])
        values = values_of(undo)
        address += f"?{urlencode(values)}" if values else ""
    return Made(act, described(Wish.of(act.doing, act.account_id, act.wish)), address)


urlpatterns: list[URLPattern] = [
    path("subscribers/<int:account_id>/acts/", acts, name="acts"),
    *(path(f"subscribers/<int:account_id>/{doing}/", _page_of(doing), name=name_of(doing)) for doing in ON_ACCOUNTS),
]
