"""News and outages, as editors publish and change them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from kosmos.editing.models import Subject
from kosmos.editing.rules import judge, refuse
from kosmos.editing.services.keeping import Form, Kind, Saved, keep
from kosmos.notifications.models import News
from kosmos.notifications.services import publish
from kosmos.support.models import Outage

Told = TypeVar("Told", News, Outage)

NEWS = Kind(Subject.NEWS, News, ("title", "body", "until_on", "withdrawn"))
OUTAGES = Kind(
    Subject.OUTAGE,
    Outage,
    ("title", "text", "from_at", "until_at", "ended_at", "withdrawn", "places", "services"),
)


def save_news(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Publish news, which subscribers are told of, or change their words. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: News | None) -> News:
        check_news(object_id, values)
        if row is None:
            made = publish(title=values["title"], body=values["body"], now=form.now, until_on=values["until_on"])
            return News.objects.get(id=made)
        row.title, row.body, row.until_on = values["title"], values["body"], values["until_on"]
        row.save(update_fields=["title", "body", "until_on"])
        return row

    return keep(NEWS, object_id, form, change)


def check_news(_object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the news cannot be so."""
    judge(values, required=("title", "body"), titles=("title",))


def withdraw_news(object_id: str, form: Form) -> Saved:
    """Take news off the site; who was not told yet is not told. ChangedMeanwhile, NothingToEdit."""
    return keep(NEWS, object_id, form, lambda row: _set(row, withdrawn=True) if row else None)


def save_outage(object_id: str | None, values: Mapping[str, Any], form: Form) -> Saved:
    """Announce an outage, prolong it or change its words. Unfit, ChangedMeanwhile, NothingToEdit."""

    def change(row: Outage | None) -> Outage:
        check_outage(object_id, values)
        made = row or Outage(id=uuid4(), announced_at=form.now)
        for name, value in values.items():
            setattr(made, name, value)
        made.save()
        return made

    return keep(OUTAGES, object_id, form, change)


def check_outage(_object_id: str | None, values: Mapping[str, Any]) -> None:
    """Unfit, where the outage cannot be so."""
    judge(values, required=("title", "text", "from_at"), titles=("title",))
    until: datetime | None = values["until_at"]
    refuse({"until_at": "order"} if until is not None and until <= values["from_at"] else {})


def end_outage(object_id: str, form: Form) -> Saved:
    """It works again: over from now on; one that has not begun is called off. ChangedMeanwhile, NothingToEdit."""

    def change(row: Outage | None) -> Outage | None:
        if row is None or row.ended_at or row.withdrawn:
            return row
        return _set(row, **({"withdrawn": True} if row.from_at > form.now else {"ended_at": form.now}))

    return keep(OUTAGES, object_id, form, change)


def _set(row: Told, **values: object) -> Told:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row
