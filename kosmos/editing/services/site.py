"""Help articles, the coverage and the points of payment, as editors change them."""

from collections.abc import Mapping
from typing import Any

from kosmos.catalogue.coverage_places import note_places
from kosmos.catalogue.models import Article, Building, PaymentPoint, Service
from kosmos.editing.models import Subject
from kosmos.editing.rules import SLUG, judge, refuse
from kosmos.editing.services.keeping import Form, Kind, M, Saved, State, keep


def _services(row: Building) -> State:
    return {"services": sorted(row.services.values_list("code", flat=True))}


ARTICLES = Kind(Subject.ARTICLE, Article, ("slug", "title", "body"))
POINTS = Kind(Subject.PAYMENT_POINT, PaymentPoint, ("name", "kind", "address", "hours", "note"))
BUILDINGS = Kind(Subject.BUILDING, Building, ("house", "street", "city", "dormitory"), _services)


def save_article(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add an article or change it. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: Article | None) -> Article:
        check_article(object_id, values)
        return _put(row or Article(), values)

    return keep(ARTICLES, object_id, form, change)


def check_article(object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the article cannot be so."""
    badly_formed = {} if SLUG.fullmatch(values["slug"]) else {"slug": "form"}
    judge(values, required=("slug", "title", "body"), titles=("slug", "title"), also=badly_formed)
    others = Article.objects.filter(slug=values["slug"]).exclude(pk=object_id or 0)
    refuse({"slug": "taken"} if others.exists() else {})


def save_point(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add a place to pay or change it. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: PaymentPoint | None) -> PaymentPoint:
        check_point(object_id, values)
        return _put(row or PaymentPoint(), values)

    return keep(POINTS, object_id, form, change)


def check_point(_object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the place cannot be so."""
    judge(values, required=("kind", "name"), titles=("name", "address", "hours", "note"))


def save_building(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Add a house or say what can be had in it; the search knows it at once. Unfit, ChangedMeanwhile, NothingToEdit."""
    columns = {name: value for name, value in values.items() if name != "services"}

    def change(row: Building | None) -> Building:
        check_building(object_id, values)
        made = _put(row or Building(), columns)
        made.services.set(Service.objects.filter(code__in=values["services"]))
        note_places()
        return made

    return keep(BUILDINGS, object_id, form, change)


def check_building(_object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the house cannot be so."""
    judge(values, required=("city", "street", "house"), titles=("city", "street", "house", "dormitory"))


def remove(kind: Kind[M], object_id: str, form: Form) -> Saved:
    """Take a thing off the site; the record keeps what it was. ChangedMeanwhile, NothingToEdit."""

    def change(row: M | None) -> None:
        if isinstance(row, Building):
            row.services.clear()
        if row is not None:
            row.delete()
        if isinstance(row, Building):
            note_places()

    return keep(kind, object_id, form, change)


def _put(row: M, values: Mapping[str, Any]) -> M:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
