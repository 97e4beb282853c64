"""The operator's policies: what holds, what held, and from which day to come something else holds."""

import uuid
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.editing.sending import form_of, see
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.policy_words import Rule, rule_of, rules
from kosmos.backoffice.roles import EDIT_POLICIES
from kosmos.catalogue.models import Policy
from kosmos.catalogue.policies import ALWAYS, policies_on
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit, Unfit
from kosmos.editing.models import Edit, Subject
from kosmos.editing.queries import edits_within
from kosmos.editing.services import Saved, first_day_for, is_ahead, policy_mark, set_policy, withdraw_policy
from kosmos.kernel.days import business_day
from kosmos.wording.typography import zone

LONGEST = 200


@require_safe
@staff_page(EDIT_POLICIES)
def policies(request: StaffRequest) -> HttpResponse:
    """All policies, with the values of today and those that come."""
    today = business_day(time_of(request), zone())
    held = policies_on(today)
    coming: dict[str, Policy] = {}
    for one in Policy.objects.filter(from_on__gt=today).order_by("-from_on"):
        coming[one.code] = one
    told: list[dict[str, Any]] = [
        {
            "rule": rule,
            "now": rule.said(str(getattr(held, rule.code))),
            "next": rule.said(coming[rule.code].value) if rule.code in coming else "",
            "next_on": coming[rule.code].from_on if rule.code in coming else None,
        }
        for rule in rules()
    ]
    groups = [(group, list(found)) for group, found in groupby(told, lambda one: str(one["rule"].group))]
    return render(request, "backoffice/catalogue/policies.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_POLICIES)
def policy(request: StaffRequest, code: str) -> HttpResponse:
    """One policy with its history; a POST sets it from a day on, or takes such a day back."""
    rule = rule_of(code)
    if rule is None:
        raise Http404
    if request.method != "POST":
        return _page(request, rule)
    if request.POST.get("do") == "withdraw":
        return _withdraw(request, rule)
    return _set(request, rule)


def _set(request: StaffRequest, rule: Rule) -> HttpResponse:
    typed, day = request.POST.get("value", "")[:LONGEST].strip(), request.POST.get("from_on", "")[:10]
    wrong: dict[str, str] = {}
    try:
        value = rule.read(typed)
    except ValueError:
        wrong["value"] = "form"
    try:
        from_on = date.fromisoformat(day)
    except ValueError:
        wrong["from_on"] = "form"
    try:
        if wrong:
            raise Unfit(fields=wrong)
        saved = set_policy(rule.code, from_on, value, form_of(request, "set", typed, day))
    except Unfit as error:
        faults = dict(error.parameters["fields"])  # type: ignore[call-overload]
        return _page(request, rule, typed=typed, day=day, wrong=_wrong(rule, faults), status=422)
    except ChangedMeanwhile:
        return _page(request, rule, typed=typed, day=day, changed=True, status=422)
    return _done(request, rule, saved, _("Сохранено: начнёт действовать в указанный день"))


def _withdraw(request: StaffRequest, rule: Rule) -> HttpResponse:
    try:
        from_on = date.fromisoformat(request.POST.get("from_on", "")[:10])
        saved = withdraw_policy(rule.code, from_on, form_of(request, "withdraw", str(from_on)))
    except (ValueError, NothingToEdit):
        raise Http404 from None
    except Unfit:
        messages.error(request, _("Этот день уже открыт или вот-вот откроется: значение осталось"))
        return _see(rule)
    except ChangedMeanwhile:
        return _page(request, rule, changed=True, status=422)
    return _done(request, rule, saved, _("Отменено: дальше действует то, что и сейчас"))


def _done(request: StaffRequest, rule: Rule, saved: Saved, words: str) -> HttpResponse:
    if saved.fresh:
        messages.success(request, words)
    else:
        messages.info(request, _("Это уже сделано раньше, второй раз ничего не изменилось"))
    return _see(rule)


def _wrong(rule: Rule, faults: dict[str, str]) -> dict[str, str]:
    words = {
        ("value", "form"): rule.wrong(),
        ("value", "same"): _("Так и есть: введите другое значение"),
        ("from_on", "form"): _("Введите дату: год, месяц, день"),
        ("from_on", "ahead"): _("Выберите день, который ещё не начался"),
    }
    return {name: words[name, reason] for name, reason in faults.items()}


def _page(
    request: StaffRequest,
    rule: Rule,
    *,
    typed: str | None = None,
    day: str = "",
    wrong: dict[str, str] | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    now = time_of(request)
    held = str(getattr(policies_on(business_day(now, zone())), rule.code))
    context = {
        "rule": rule,
        "now_said": rule.said(held),
        "typed": rule.typed(held) if typed is None else typed,
        "day": day or first_day_for(now).isoformat(),
        "least": first_day_for(now).isoformat(),
        "wrong": wrong or {},
        "versions": _versions(rule, now),
        "history": [{"edit": one, "words": _edit_words(rule, one)} for one in _edits(rule)],
        "key": uuid.uuid4().hex,
        "seen": policy_mark(rule.code),
        "changed": changed,
    }
    return render(request, "backoffice/catalogue/policy.html", context, status=status)


def _versions(rule: Rule, now: datetime) -> list[dict[str, object]]:
    """Every value that the policy had, has and will have, the latest first."""
    today, current = business_day(now, zone()), True
    found: list[dict[str, object]] = []
    for one in Policy.objects.filter(code=rule.code).order_by("-from_on"):
        begun = one.from_on <= today
        found.append(
            {
                "said": rule.said(one.value),
                "from_on": None if one.from_on == ALWAYS else one.from_on,
                "now": begun and current,
                "ahead": not begun and is_ahead(one.from_on, now),
            }
        )
        current = current and not begun
    return found


def _edits(rule: Rule) -> list[Edit]:
    return edits_within(Subject.POLICY, f"{rule.code}:")


def _edit_words(rule: Rule, edit: Edit) -> str:
    held = edit.after or edit.before or {}
    said = {"on": date.fromisoformat(held["from_on"]).strftime("%d.%m.%Y"), "value": rule.said(held["value"])}
    if edit.after is None:
        return _("отменено с %(on)s: %(value)s") % said
    return _("с %(on)s: %(value)s") % said


def _see(rule: Rule) -> HttpResponse:
    return see(reverse("staff:policy", args=[rule.code]))


urlpatterns: list[URLPattern] = [
    path("policies/", policies, name="policies"),
    path("policies/<slug:code>/", policy, name="policy"),
]
