"""Rows as they should be against rows as they are: what is new, what differs, what stays unnamed."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import models

from kosmos.catalogue.drafts import At
from kosmos.kernel.changes import Change, Changes
from kosmos.kernel.money import plain

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Wanted:
    """A row as it should be: its place in the file, what it is called, and its columns."""

    at: At
    subject: str
    columns: Mapping[str, Any]


@dataclass
class Merge:
    """One load under way; `opened` is the newest business day begun, None before the first."""

    opened: date | None
    changes: Changes = field(default_factory=Changes)
    refusals: list[tuple[int, int, str]] = field(default_factory=list)

    def refuse(self, at: At, message: str) -> None:
        """Note what cannot be."""
        self.refusals.append((*at, message))

    def rows(
        self,
        model: type[M],
        here: Mapping[Any, M],
        wanted: Mapping[Any, Wanted],
        *,
        kept: Mapping[Any, str],
        fixed: Iterable[str] = (),
    ) -> dict[Any, M]:
        """Insert and update a table's rows, by key; all of them as they are then.

        `kept` names rows that may be here without being wanted; columns in `fixed` may never change.
        """
        new = {key: model(**row.columns) for key, row in wanted.items() if key not in here}
        model._default_manager.bulk_create(new.values())
        self.changes.added.extend(wanted[key].subject for key in new)
        for key, row in here.items():
            if key in wanted:
                self._update(row, wanted[key], frozenset(fixed))
            else:
                self.changes.kept.append(kept[key])
        return {**here, **new}

    def _update(self, row: models.Model, wanted: Wanted, fixed: frozenset[str]) -> None:
        different = [name for name, value in wanted.columns.items() if getattr(row, name) != value]
        for name in different:
            before, after = said(row, name, getattr(row, name)), said(row, name, wanted.columns[name])
            if name in fixed:
                self.refuse(wanted.at, f'{wanted.subject}: {name}: found "{after}"; it is {before} and stays so')
            else:
                self.change(wanted.subject, name.removesuffix("_kopecks"), before, after)
            setattr(row, name, wanted.columns[name])
        if different:
            row.save(update_fields=different)

    def change(self, subject: str, what: str, before: str, after: str) -> None:
        """Note a change that was made."""
        self.changes.changed.append(Change(subject, what, before, after))


def said(row: models.Model, name: str, value: object) -> str:
    """A column's value in words."""
    labels = dict(row._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    if isinstance(value, Hashable) and value in labels:
        return str(labels[value])
    if isinstance(value, int) and name.endswith("_kopecks"):
        return plain(value)
    if isinstance(value, dict):
        return " / ".join(f"{language}: {text}" for language, text in sorted(value.items(), reverse=True))
    if isinstance(value, list):
        return ", ".join(str(one.get("ru", one) if isinstance(one, dict) else one) for one in value)
    return "none" if value is None else str(getattr(value, "code", value))
