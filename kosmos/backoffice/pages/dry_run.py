"""A day tried without opening it: what it brings as things are, and the difference that a planned change makes."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.editing import amounts
from kosmos.backoffice.editing.sending import form_of, see
from kosmos.backoffice.guards import StaffRequest, staff_page
from kosmos.backoffice.roles import EDIT_CATALOGUE
from kosmos.backoffice.trial_words import lines_of
from kosmos.catalogue.models import Plan
from kosmos.charging.services import Trial, next_day_to_open
from kosmos.editing.errors import Unfit
from kosmos.editing.models import DayTrial
from kosmos.editing.services import ask_trial
from kosmos.wording.typography import text

ROWS = (1, 2, 3)
"""So many prices can be tried at once."""
LATEST = 20
ASK_AGAIN_S = 3
"""After so many seconds a page of a trial that is under way asks again."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_CATALOGUE)
def trials(request: StaffRequest) -> HttpResponse:
    """The form, and the latest trials; a POST asks for one."""
    if request.method != "POST":
        return _page(request, _prefilled(request.GET))
    try:
        day, trial = _read(request.POST)
        made = ask_trial(day=day, trial=trial, form=form_of(request, repr((day, trial))))
    except Unfit as error:
        return _page(request, request.POST.dict(), _wrong(dict(error.parameters["fields"])), status=422)  # type: ignore[call-overload]
    return see(reverse("staff:day-trial", args=[made.id]))


@require_safe
@staff_page(EDIT_CATALOGUE)
def trial(request: StaffRequest, trial_id: uuid.UUID) -> HttpResponse:
    """How far a trial is, or what it found."""
    found = get_object_or_404(DayTrial.objects.select_related("staff"), pk=trial_id)
    context: dict[str, Any] = {"trial": found, "changes": _changes(found)}
    if found.found is not None:
        context["groups"] = lines_of(found.found["now"], found.found.get("tried"))
    context["percent"] = found.done * 100 // found.total if found.total else 0
    response = render(request, "backoffice/catalogue/trial.html", context)
    if found.finished_at is None:
        response.headers["Refresh"] = str(ASK_AGAIN_S)
    return response


def _read(typed: QueryDict) -> tuple[date, Trial]:
    """What was typed. Unfit, where it means nothing."""
    wrong, fees = {}, {}
    try:
        day = date.fromisoformat(typed.get("day", "")[:10])
    except ValueError:
        wrong["day"] = "form"
    for row in ROWS:
        code, fee = typed.get(f"plan-{row}", "")[:60], typed.get(f"fee-{row}", "")[:20].strip()
        if not code and not fee:
            continue
        try:
            fees[code] = int(amounts.money(fee))
        except ValueError:
            wrong[f"fee-{row}"] = "form"
        if not code:
            wrong[f"plan-{row}"] = "form"
    before, after = typed.get("before", "")[:60], typed.get("after", "")[:60]
    if bool(before) != bool(after):
        wrong["moves"] = "form"
    if wrong:
        raise Unfit(fields=wrong)
    return day, Trial(fees=fees, moves={before: after} if before else {})


def _wrong(faults: dict[str, str]) -> dict[str, str]:
    words = {
        "day": _("Выберите день, который ещё не открыт, не дальше двух месяцев"),
        "fees": _("Выберите тариф из списка"),
        "moves": _("Выберите два разных тарифа одной услуги, с одинаковой оплатой"),
    }
    for row in ROWS:
        words |= {f"fee-{row}": _("Введите сумму: 25,90"), f"plan-{row}": _("Выберите тариф")}
    return {("plan-1" if name == "fees" else name): words[name] for name in faults}


def _prefilled(asked: QueryDict) -> dict[str, str]:
    """What the page of a price hands over."""
    return {"day": asked.get("day", "")[:10], "plan-1": asked.get("plan", "")[:60], "fee-1": asked.get("fee", "")[:20]}


def _page(
    request: StaffRequest, typed: dict[str, Any], wrong: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    plans = [(one.code, text(one.name)) for one in Plan.objects.order_by("service_id", "kind", "code")]
    faults = wrong or {}
    rows = [
        {
            "number": row,
            "plan": typed.get(f"plan-{row}", ""),
            "fee": typed.get(f"fee-{row}", ""),
            "plan_error": faults.get(f"plan-{row}", ""),
            "fee_error": faults.get(f"fee-{row}", ""),
        }
        for row in ROWS
    ]
    context = {
        "typed": typed,
        "day": typed.get("day") or str(next_day_to_open() or ""),
        "wrong": faults,
        "rows": rows,
        "plans": plans,
        "latest": [
            (one, _changes(one)) for one in DayTrial.objects.select_related("staff").order_by("-asked_at")[:LATEST]
        ],
        "key": uuid.uuid4().hex,
    }
    return render(request, "backoffice/catalogue/trials.html", context, status=status)


def _changes(found: DayTrial) -> list[str]:
    """What a trial tries, in words."""
    names = dict(
        Plan.objects.filter(code__in=[*found.fees, *found.moves, *found.moves.values()]).values_list("code", "name")
    )
    said = {code: text(name) for code, name in names.items()}
    fees = [f"{said.get(code, code)}: {amounts.money_typed(fee)}" for code, fee in found.fees.items()]
    moves = [f"{said.get(before, before)} → {said.get(after, after)}" for before, after in found.moves.items()]
    return [*fees, *moves]


urlpatterns: list[URLPattern] = [
    path("day-trials/", trials, name="day-trials"),
    path("day-trials/<uuid:trial_id>/", trial, name="day-trial"),
]
