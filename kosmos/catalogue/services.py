"""Writes of the catalogue: the operator as a file gives him, compared with what is here."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from kosmos.catalogue.coverage_places import note_places
from kosmos.catalogue.drafts import BuildingDraft, CatalogueDraft, OperatorDraft, PlanDraft
from kosmos.catalogue.errors import CatalogueConflicts
from kosmos.catalogue.merging import Merge, Wanted
from kosmos.catalogue.models import (
    Article,
    Building,
    Erip,
    Extra,
    Family,
    Operator,
    PaymentPoint,
    Plan,
    Policy,
    Price,
    Service,
)
from kosmos.catalogue.policies import ALWAYS, Policies, policies_on
from kosmos.kernel.changes import Changes
from kosmos.kernel.money import plain
from kosmos.ledger.models import BusinessDay

NAMED = 20
"""So many houses that a file does not name are named one by one in a report."""


@transaction.atomic
def load_operator(draft: CatalogueDraft, *, on: date, dry_run: bool = False) -> Changes:
    """Bring the catalogue to what the draft says, in one transaction, and say what differed.

    Nothing is deleted: what the draft does not name stays and is reported as kept. Changed policies hold from
    the day `on`. Loading the same draft again changes nothing; a dry run says the same and writes nothing.
    CatalogueConflicts, with everything that cannot be: another operator, a time zone or currency changed once
    days are open, a plan turned into something else, a price of a month that is open already.
    """
    merge = Merge(opened=BusinessDay.objects.aggregate(last=Max("day"))["last"])
    _operator(merge, draft.operator)
    _policies(merge, draft.policies, on)
    services = _services(merge, draft)
    plans = _plans(merge, draft.plans, services, _families(merge, draft, services))
    _prices(merge, draft.plans, plans)
    _payment_points(merge, draft)
    _buildings(merge, draft.buildings, services)
    _articles(merge, draft)
    _extras(merge, draft)
    _erip(merge, draft)
    if merge.refusals:
        raise CatalogueConflicts(merge.refusals)
    transaction.set_rollback(dry_run)
    return merge.changes


def _operator(merge: Merge, draft: OperatorDraft) -> None:
    columns = {key: value for key, value in asdict(draft).items() if key != "at"}
    fixed = ["code"] if merge.opened is None else ["code", "timezone", "currency"]
    here = {row.pk: row for row in Operator.objects.all()}
    merge.rows(Operator, here, {1: Wanted(draft.at, f"operator {draft.code}", columns)}, kept={}, fixed=fixed)


def _policies(merge: Merge, wanted: Policies, on: date) -> None:
    """The first file's policies hold always; a change later holds from `on`."""
    first, now = not Policy.objects.exists(), asdict(policies_on(on))
    for code, value in asdict(wanted).items():
        if first:
            Policy.objects.create(code=code, from_on=ALWAYS, value=str(value))
            merge.changes.added.append(f"policy {code}: {value}")
        elif value != now[code]:
            Policy.objects.update_or_create(code=code, from_on=on, defaults={"value": str(value)})
            merge.change(f"policy {code}", f"from {on}", str(now[code]), str(value))


def _services(merge: Merge, draft: CatalogueDraft) -> dict[str, Service]:
    wanted = {
        item.code: Wanted(item.at, f"service {item.code}", {"code": item.code, "name": item.name})
        for item in draft.services
    }
    here = {row.code: row for row in Service.objects.all()}
    return merge.rows(Service, here, wanted, kept={code: f"service {code}" for code in here})


def _families(merge: Merge, draft: CatalogueDraft, services: dict[str, Service]) -> dict[str, Family]:
    wanted = {
        item.code: Wanted(
            item.at,
            f"family {item.code}",
            {"code": item.code, "name": item.name, "service": services[item.service]},
        )
        for item in draft.families
    }
    here = {row.code: row for row in Family.objects.select_related("service")}
    kept = {code: f"family {code}" for code in here}
    return merge.rows(Family, here, wanted, kept=kept, fixed=["service"])


def _plans(
    merge: Merge, drafts: list[PlanDraft], services: dict[str, Service], families: dict[str, Family]
) -> dict[str, Plan]:
    """What a plan is (service, kind, settlement) never changes: accounts were charged by it."""
    wanted = {
        draft.code: Wanted(draft.at, f"plan {draft.code}", _plan_columns(draft, services, families)) for draft in drafts
    }
    here = {row.code: row for row in Plan.objects.select_related("service", "family")}
    kept = {code: f"plan {code}" for code in here}
    return merge.rows(Plan, here, wanted, kept=kept, fixed=["service", "kind", "settlement"])


def _plan_columns(draft: PlanDraft, services: dict[str, Service], families: dict[str, Family]) -> dict[str, Any]:
    traffic = draft.traffic
    return {
        "code": draft.code,
        "name": draft.name,
        "service": services[draft.service],
        "family": families[draft.family] if draft.family else None,
        "kind": draft.kind,
        "settlement": draft.settlement,
        "blocks": draft.blocks,
        "needs": draft.needs,
        "status": draft.status,
        "audiences": draft.audiences,
        "connection_fee_kopecks": draft.connection_fee_kopecks,
        "speed_kbps": draft.speed_kbps,
        "volume_bytes": traffic and traffic.volume_bytes,
        "used_up": traffic and traffic.used_up,
        "throttle_kbps": traffic and traffic.throttle_kbps,
        "megabyte_kopeck_hundredths": traffic and traffic.megabyte_kopeck_hundredths,
        "used_up_choices": [int(choice) for choice in traffic.choices] if traffic else [],
        "bundles": [asdict(bundle) for bundle in traffic.bundles] if traffic else [],
    }


def _prices(merge: Merge, drafts: list[PlanDraft], plans: dict[str, Plan]) -> None:
    here = {(row.plan.code, row.from_on): row for row in Price.objects.select_related("plan")}
    charged = {code for code, _ in here}
    wanted = {}
    for draft in drafts:
        for price in draft.prices:
            key, subject = (draft.code, price.from_on), f"price of {draft.code} from {price.from_on}"
            columns = {"plan": plans[draft.code], "from_on": price.from_on, "fee_kopecks": price.fee_kopecks}
            wanted[key] = Wanted(price.at, subject, columns)
            if draft.code in charged:
                _refuse_the_past(merge, wanted[key], here.get(key))
    named = {draft.code for draft in drafts}
    kept = {key: f"price of {key[0]} from {key[1]}: {plain(row.fee_kopecks)}" for key, row in here.items()}
    rows = {key: row for key, row in here.items() if key[0] in named}
    merge.rows(Price, rows, wanted, kept=kept)


def _refuse_the_past(merge: Merge, wanted: Wanted, here: Price | None) -> None:
    """A price of a plan that was on sale may not change for days that are open."""
    from_on, fee = wanted.columns["from_on"], wanted.columns["fee_kopecks"]
    if merge.opened is None or from_on > merge.opened or (here and here.fee_kopecks == fee):
        return
    before = plain(here.fee_kopecks) if here else "none"
    merge.refuse(
        wanted.at,
        f'{wanted.subject}: found "{plain(fee)}", it was {before}; '
        f"allowed: a change from the first of a month after {merge.opened}, the newest day that is open",
    )


def _payment_points(merge: Merge, draft: CatalogueDraft) -> None:
    wanted = {}
    for item in draft.payment_points:
        columns = {key: value for key, value in asdict(item).items() if key != "at"}
        key = (item.kind, item.name["ru"], (item.address or {}).get("ru"))
        wanted[key] = Wanted(item.at, f"payment point {_point(key)}", columns)
    here = {(row.kind, row.name["ru"], (row.address or {}).get("ru")): row for row in PaymentPoint.objects.all()}
    merge.rows(PaymentPoint, here, wanted, kept={key: f"payment point {_point(key)}" for key in here})


def _point(key: tuple[int, str, str | None]) -> str:
    return f"{key[1]}, {key[2]}" if key[2] else key[1]


def _buildings(merge: Merge, drafts: list[BuildingDraft], services: dict[str, Service]) -> None:
    """Only the houses of the draft's cities and streets are read: there may be hundreds of thousands."""
    wanted = {}
    for draft in drafts:
        key = (draft.city, draft.street, draft.house)
        columns = {"city": draft.city, "street": draft.street, "house": draft.house, "dormitory": draft.dormitory}
        wanted[key] = Wanted(draft.at, f"building {', '.join(key)}", columns)
    cities, streets = {key[0] for key in wanted}, {key[1] for key in wanted}
    near = Building.objects.filter(city__in=cities, street__in=streets).prefetch_related("services")
    here = {key: row for row in near if (key := (row.city, row.street, row.house)) in wanted}
    before = {key: {service.code for service in row.services.all()} for key, row in here.items()}
    _keep_others(merge, set(wanted))
    rows = merge.rows(Building, here, wanted, kept={})
    for draft in drafts:
        key = (draft.city, draft.street, draft.house)
        if before.get(key) != set(draft.services):
            rows[key].services.set(services[code] for code in draft.services)
        if key in before and before[key] != set(draft.services):
            was, now = ", ".join(sorted(before[key])), ", ".join(sorted(draft.services))
            merge.change(wanted[key].subject, "services", was, now)
    note_places()


def _keep_others(merge: Merge, wanted: set[tuple[str, str, str]]) -> None:
    """Say which houses are here though the draft does not name them; of many, how many."""
    some = Building.objects.values_list("city", "street", "house").order_by("id")[: len(wanted) + NAMED + 1]
    others = [key for key in some if key not in wanted]
    if len(others) <= NAMED:
        merge.changes.kept.extend(f"building {', '.join(key)}" for key in others)
    else:
        merge.changes.kept.append("the other buildings of the coverage")


def _articles(merge: Merge, draft: CatalogueDraft) -> None:
    wanted = {
        item.slug: Wanted(item.at, f"article {item.slug}", {"slug": item.slug, "title": item.title, "body": item.body})
        for item in draft.articles
    }
    here = {row.slug: row for row in Article.objects.all()}
    merge.rows(Article, here, wanted, kept={slug: f"article {slug}" for slug in here})


def _extras(merge: Merge, draft: CatalogueDraft) -> None:
    wanted = {}
    for item in draft.extras:
        columns = {key: value for key, value in asdict(item).items() if key != "at"}
        wanted[item.code] = Wanted(item.at, f"extra {item.code}", columns)
    here = {row.code: row for row in Extra.objects.all()}
    merge.rows(Extra, here, wanted, kept={code: f"extra {code}" for code in here}, fixed=["kind"])


def _erip(merge: Merge, draft: CatalogueDraft) -> None:
    wanted = {}
    if draft.erip:
        columns = {key: value for key, value in asdict(draft.erip).items() if key != "at"}
        wanted[1] = Wanted(draft.erip.at, "erip", columns)
    here = {row.id: row for row in Erip.objects.all()}
    merge.rows(Erip, here, wanted, kept=dict.fromkeys(here, "erip"))
