"""Families, plans and extras, as the administrator adds and changes them; what was sold stays as it was sold."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q

from kosmos.catalogue.models import Extra, Family, Kind, Plan, PlanStatus, Price, Service, Settlement
from kosmos.charging.models import Subscription
from kosmos.editing.models import Subject
from kosmos.editing.rules import CODE, Faults, judge, refuse
from kosmos.editing.services.keeping import Form, Saved, State, keep
from kosmos.editing.services.keeping import Kind as Edited
from kosmos.editing.services.traffic import traffic_faults
from kosmos.kernel.days import month_start

TERMS: tuple[str, ...] = ("blocks", "needs", "volume_bytes", "used_up", "throttle_kbps", "megabyte_kopeck_hundredths")
TERMS += ("used_up_choices", "bundles")
"""What subscribers bought with a plan: never changed once somebody has it."""
NATURE = ("code", "service", "kind", "settlement")
"""What a plan is: never changed once it is there."""
_PLAN_COLUMNS = ("code", "name", "kind", "settlement", "status", "audiences", "connection_fee_kopecks", "speed_kbps")


def _of_plan(row: Plan) -> State:
    return {"service": row.service.code, "family": row.family.code if row.family else ""}


PLANS = Edited(Subject.PLAN, Plan, (*_PLAN_COLUMNS, *TERMS), _of_plan)
FAMILIES = Edited(Subject.FAMILY, Family, ("code", "name"), lambda row: {"service": row.service.code})
EXTRAS = Edited(Subject.EXTRA, Extra, ("code", "name", "description", "kind", "status", "audiences", "price_kopecks"))


def is_sold(plan: Plan) -> bool:
    """Whether somebody has a plan, had it, or is to have it."""
    return Subscription.objects.filter(Q(plan=plan) | Q(planned_plan=plan)).exists()


def save_plan(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add a plan with its first price, or change what may be changed of it. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: Plan | None) -> Plan:
        check_plan(object_id, values)
        if row is None:
            return _add_plan(values, form)
        _refuse_sold(row, values)
        columns = {name: value for name, value in values.items() if name not in NATURE}
        return _put_plan(row, columns)

    return keep(PLANS, object_id, form, change)


def check_plan(object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the plan cannot be so."""
    faults: Faults = _code_faults(values) if object_id is None else {}
    family = Family.objects.select_related("service").filter(code=values["family"]).first()
    if family and family.service.code != values["service"]:
        faults["family"] = "family"
    if values["kind"] == Kind.PACKAGE and values["settlement"] == Settlement.POSTPAID:
        faults["settlement"] = "package"
    required = ("name", "service", "kind", "settlement", *(("code", "fee_kopecks") if object_id is None else ()))
    also = {**faults, **traffic_faults(values)}
    judge({**values, "fee_kopecks": str(values.get("fee_kopecks", ""))}, required=required, titles=("name",), also=also)
    taken = object_id is None and Plan.objects.filter(code=values["code"]).exists()
    refuse({"code": "taken"} if taken else {})


def retire_plan(object_id: str, form: Form) -> Saved:
    """Sell a plan no more; one that nobody ever had is removed. ChangedMeanwhile, NothingToEdit."""

    def change(row: Plan | None) -> Plan | None:
        if row is None or (not is_sold(row) and _removed(row)):
            return None
        row.status = PlanStatus.ARCHIVED
        row.save(update_fields=["status"])
        return row

    return keep(PLANS, object_id, form, change)


def save_family(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add a family or call it otherwise. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: Family | None) -> Family:
        check_family(object_id, values)
        made = row or Family(code=values["code"], service=Service.objects.get(code=values["service"]))
        made.name = values["name"]
        made.save()
        return made

    return keep(FAMILIES, object_id, form, change)


def check_family(object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the family cannot be so."""
    new = object_id is None
    required = ("name", *(("code", "service") if new else ()))
    judge(values, required=required, titles=("name",), also=_code_faults(values) if new else {})
    refuse({"code": "taken"} if new and Family.objects.filter(code=values["code"]).exists() else {})


def retire_family(object_id: str, form: Form) -> Saved:
    """Remove a family without plans; one that has some is Unfit. ChangedMeanwhile, NothingToEdit."""

    def change(row: Family | None) -> None:
        if row is not None and Plan.objects.filter(family=row).exists():
            refuse({"code": "used"})
        if row is not None:
            row.delete()

    return keep(FAMILIES, object_id, form, change)


def save_extra(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add what can be ordered once, or change it for later orders. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: Extra | None) -> Extra:
        check_extra(object_id, values)
        made = row or Extra(code=values["code"], kind=values["kind"])
        for name in ("name", "description", "status", "audiences", "price_kopecks"):
            setattr(made, name, values[name])
        made.save()
        return made

    return keep(EXTRAS, object_id, form, change)


def check_extra(object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the extra cannot be so."""
    new = object_id is None
    faults = _code_faults(values) if new else {}
    if values["price_kopecks"] == 0:
        faults["price_kopecks"] = "zero"
    required = ("name", "price_kopecks", *(("code", "kind") if new else ()))
    judge(values, required=required, titles=("name",), also=faults)
    refuse({"code": "taken"} if new and Extra.objects.filter(code=values["code"]).exists() else {})


def retire_extra(object_id: str, form: Form) -> Saved:
    """Sell an extra no more. ChangedMeanwhile, NothingToEdit."""

    def change(row: Extra | None) -> Extra | None:
        if row is not None:
            row.status = PlanStatus.ARCHIVED
            row.save(update_fields=["status"])
        return row

    return keep(EXTRAS, object_id, form, change)


def _add_plan(values: Mapping[str, Any], form: Form) -> Plan:
    """A plan that nobody has yet may cost something from this very month on."""
    columns = {name: value for name, value in values.items() if name != "fee_kopecks"}
    made = _put_plan(Plan(service=Service.objects.get(code=values["service"])), columns)
    Price.objects.create(plan=made, from_on=month_start(form.day), fee_kopecks=values["fee_kopecks"])
    return made


def _put_plan(row: Plan, values: Mapping[str, Any]) -> Plan:
    for name, value in values.items():
        if name == "family":
            row.family = Family.objects.filter(code=value).first()
        elif name != "service":
            setattr(row, name, value)
    row.save()
    return row


def _refuse_sold(row: Plan, values: Mapping[str, Any]) -> None:
    """What somebody bought stays so: its terms, and its speed unless it grows."""
    if not is_sold(row):
        return
    changed = {name: "sold" for name in TERMS if name in values and values[name] != getattr(row, name)}
    slower = row.speed_kbps and (values["speed_kbps"] or 0) < row.speed_kbps
    refuse({**changed, **({"speed_kbps": "slower"} if slower else {})})


def _removed(row: Plan) -> bool:
    """Remove a plan with its prices, unless anything names it."""
    try:
        with transaction.atomic():
            row.prices.all().delete()
            row.delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


def _code_faults(values: Mapping[str, Any]) -> Faults:
    return {} if CODE.fullmatch(values["code"]) else {"code": "form"}
