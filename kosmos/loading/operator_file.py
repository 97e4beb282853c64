"""The operator's file: read whole, checked whole (loading.md); the plans are read in plan_entries.py."""

from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from yaml.nodes import Node

from kosmos.catalogue.drafts import (
    ArticleDraft,
    BuildingDraft,
    CatalogueDraft,
    FamilyDraft,
    OperatorDraft,
    PaymentPointDraft,
    ServiceDraft,
)
from kosmos.catalogue.models import PlaceKind
from kosmos.catalogue.policies import Policies
from kosmos.loading import values
from kosmos.loading.erip_entries import read_erip
from kosmos.loading.errors import LoadError, Wrong
from kosmos.loading.extra_entries import read_extras
from kosmos.loading.group_entries import read_groups
from kosmos.loading.plan_entries import read_plans
from kosmos.loading.yaml_source import read_yaml
from kosmos.loading.yaml_values import At, Reader, place, words

CURRENCIES = ("BYN",)
OPTIONAL_SECTIONS = ("policies", "families", "payment_points", "buildings", "articles", "extras", "erip")
RESTORED_BY = ("support", "phone")
PROMISE_WHEN = ("negative_balance", "blocked")
PLAN_CHANGE_NEEDS = ("full_fee", "share")


def read_operator(path: Path) -> CatalogueDraft:
    """Read and check an operator file; LoadError with every problem of it."""
    document = read_yaml(path)
    reader = Reader(str(path))
    sections = reader.mapping(document, "file", ["operator", "services", "plans"], OPTIONAL_SECTIONS)
    operator = _operator(reader, sections.get("operator"))
    services, known = _services(reader, sections.get("services"))
    families, lines = _families(reader, sections.get("families"), known)
    draft = CatalogueDraft(
        operator=operator,
        policies=_policies(reader, sections.get("policies")),
        services=services,
        families=families,
        plans=read_plans(reader, sections.get("plans"), known, lines),
        payment_points=_payment_points(reader, sections.get("payment_points")),
        buildings=_buildings(reader, sections.get("buildings"), known),
        articles=_articles(reader, sections.get("articles")),
        extras=read_extras(reader, sections.get("extras")),
        erip=read_erip(reader, sections.get("erip")),
    )
    if reader.problems:
        raise LoadError(reader.problems)
    return draft


def _operator(reader: Reader, node: Node | None) -> OperatorDraft:
    parts = {}
    if node is not None:
        parts = reader.mapping(node, "operator", ["code", "name", "timezone", "currency", "phones"], ["groups"])
    phones = [
        reader.value(phone, "operator: phones", _phone_as_written)
        for phone in reader.items(parts.get("phones"), "operator: phones")
    ]
    return OperatorDraft(
        code=reader.value(parts.get("code"), "operator: code", values.code) or "",
        name=reader.texts(parts.get("name"), "operator: name") or {},
        timezone=reader.value(parts.get("timezone"), "operator: timezone", _timezone) or "",
        currency=reader.choice(parts.get("currency"), "operator: currency", words(CURRENCIES)) or "",
        phones=[phone for phone in phones if phone],
        at=place(node) if node is not None else (1, 1),
        groups=read_groups(reader, parts.get("groups")),
    )


def _timezone(text: str) -> str:
    if text in available_timezones():
        return ZoneInfo(text).key
    raise Wrong("a time zone of the IANA list, such as Europe/Minsk")


def _phone_as_written(text: str) -> str:
    values.phone(text)
    return text


def _policies(reader: Reader, node: Node | None) -> Policies:
    """The policies; one that is not named has the rulebook's default."""
    house = Policies()
    names = ["promise_days", "promise_when", "promise_fee", "suspension_max_days", "plan_change_needs"]
    names += ["extras_credit", "visit_minutes", "visit_travel_minutes"]
    names += ["contract_number", "first_password_days", "access_link_minutes", "access_restored_by"]
    names += ["support_hours", "sales_hours", "answer_hours"]
    parts = reader.mapping(node, "policies", [], names) if node is not None else {}
    fee = reader.value(parts.get("promise_fee"), "policies: promise_fee", values.fee)
    credit = reader.value(parts.get("extras_credit"), "policies: extras_credit", values.fee)
    days = reader.whole(parts.get("promise_days"), "policies: promise_days", 1, 30)
    longest = reader.whole(parts.get("suspension_max_days"), "policies: suspension_max_days", 1, 366)
    when = reader.choice(parts.get("promise_when"), "policies: promise_when", words(PROMISE_WHEN))
    needs = reader.choice(parts.get("plan_change_needs"), "policies: plan_change_needs", words(PLAN_CHANGE_NEEDS))
    visit = reader.whole(parts.get("visit_minutes"), "policies: visit_minutes", 15, 480)
    travel = reader.whole(parts.get("visit_travel_minutes"), "policies: visit_travel_minutes", 0, 240)
    days_of_a_password = reader.whole(parts.get("first_password_days"), "policies: first_password_days", 1, 60)
    minutes = reader.whole(parts.get("access_link_minutes"), "policies: access_link_minutes", 5, 1440)
    number = reader.value(parts.get("contract_number"), "policies: contract_number", values.contract_number)
    restored = reader.choice(parts.get("access_restored_by"), "policies: access_restored_by", words(RESTORED_BY))
    support = reader.value(parts.get("support_hours"), "policies: support_hours", values.working_hours)
    sales = reader.value(parts.get("sales_hours"), "policies: sales_hours", values.working_hours)
    answers = reader.value(parts.get("answer_hours"), "policies: answer_hours", values.answer_hours)
    return Policies(
        promise_days=days or house.promise_days,
        promise_when=when or house.promise_when,
        promise_fee_kopecks=house.promise_fee_kopecks if fee is None else fee,
        suspension_max_days=longest or house.suspension_max_days,
        plan_change_needs=needs or house.plan_change_needs,
        extras_credit_kopecks=house.extras_credit_kopecks if credit is None else credit,
        visit_minutes=visit or house.visit_minutes,
        visit_travel_minutes=house.visit_travel_minutes if travel is None else travel,
        contract_number=number or house.contract_number,
        first_password_days=days_of_a_password or house.first_password_days,
        access_link_minutes=minutes or house.access_link_minutes,
        access_restored_by=restored or house.access_restored_by,
        support_hours=support or house.support_hours,
        sales_hours=sales or house.sales_hours,
        answer_hours=answers or house.answer_hours,
    )


def _services(reader: Reader, node: Node | None) -> tuple[list[ServiceDraft], set[str]]:
    """The services, and all codes that stand there, of those with problems too."""
    seen: dict[object, At] = {}
    drafts = []
    for item in reader.items(node, "services"):
        parts = reader.mapping(item, "service", ["code", "name"])
        code = reader.value(parts.get("code"), "service: code", values.code)
        name = reader.texts(parts.get("name"), f"service {code}: name")
        if code is not None:
            reader.unique(parts["code"], f"service {code}", code, seen)
        if code is not None and name is not None:
            drafts.append(ServiceDraft(code, name, place(item)))
    return drafts, {str(code) for code in seen}


def _families(reader: Reader, node: Node | None, services: set[str]) -> tuple[list[FamilyDraft], dict[str, str]]:
    """The lines of plans, and the service of each code that stands there (empty where it is not known)."""
    seen: dict[object, At] = {}
    drafts, of_service = [], {}
    for item in reader.items(node, "families", empty=True):
        parts = reader.mapping(item, "family", ["code", "service", "name"])
        code = reader.value(parts.get("code"), "family: code", values.code)
        service = reader.choice(parts.get("service"), f"family {code}: service", words(sorted(services)))
        name = reader.texts(parts.get("name"), f"family {code}: name")
        if code is None:
            continue
        reader.unique(parts["code"], f"family {code}", code, seen)
        of_service[code] = service or ""
        if service is not None and name is not None:
            drafts.append(FamilyDraft(code, service, name, place(item)))
    return drafts, of_service


def _payment_points(reader: Reader, node: Node | None) -> list[PaymentPointDraft]:
    kinds = {kind.label: kind for kind in PlaceKind}
    seen: dict[object, At] = {}
    drafts = []
    for item in reader.items(node, "payment_points", empty=True):
        parts = reader.mapping(item, "payment point", ["kind", "name"], ["address", "hours", "note"])
        kind = reader.choice(parts.get("kind"), "payment point: kind", kinds)
        name = reader.texts(parts.get("name"), "payment point: name")
        others = {key: reader.texts(parts.get(key), f"payment point: {key}") for key in ("address", "hours", "note")}
        if kind is None or name is None:
            continue
        key = (kind, name["ru"], (others["address"] or {}).get("ru"))
        reader.unique(item, f"payment point {name['ru']}", key, seen)
        drafts.append(PaymentPointDraft(kind, name, others["address"], others["hours"], others["note"], place(item)))
    return drafts


def _buildings(reader: Reader, node: Node | None, services: set[str]) -> list[BuildingDraft]:
    seen: dict[object, At] = {}
    drafts = []
    for item in reader.items(node, "buildings", empty=True):
        parts = reader.mapping(item, "building", ["city", "street", "house", "services"], ["dormitory"])
        dormitory = reader.text(parts.get("dormitory"), "building: dormitory") or ""
        city, street, house = (reader.text(parts.get(key), f"building: {key}") for key in ("city", "street", "house"))
        codes = _service_codes(reader, parts.get("services"), services)
        if city is None or street is None or house is None:
            continue
        reader.unique(item, f"building {city}, {street}, {house}", (city, street, house), seen)
        drafts.append(BuildingDraft(city, street, house, codes, place(item), dormitory))
    return drafts


def _service_codes(reader: Reader, node: Node | None, services: set[str]) -> list[str]:
    seen: dict[object, At] = {}
    codes = []
    for item in reader.items(node, "building: services"):
        code = reader.choice(item, "building: services", words(sorted(services)))
        if code is not None:
            reader.unique(item, f"building: services: {code}", code, seen)
            codes.append(code)
    return codes


def _articles(reader: Reader, node: Node | None) -> list[ArticleDraft]:
    seen: dict[object, At] = {}
    drafts = []
    for item in reader.items(node, "articles", empty=True):
        parts = reader.mapping(item, "article", ["slug", "title", "body"])
        slug = reader.value(parts.get("slug"), "article: slug", values.code)
        title = reader.texts(parts.get("title"), f"article {slug}: title")
        body = reader.texts(parts.get("body"), f"article {slug}: body")
        if slug is None:
            continue
        reader.unique(parts["slug"], f"article {slug}", slug, seen)
        if title is not None and body is not None:
            drafts.append(ArticleDraft(slug, title, body, place(item)))
    return drafts
