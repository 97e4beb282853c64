"""What an editor's section consists of: its list, its form, what it saves, and the public page that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice import roles
from kosmos.backoffice.editing.fields import Field
from kosmos.editing.services import Form, Kind, Saved

Words = str | Promise
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing in the list: what it is called, a line about it, its state, where it is edited and where it is shown."""

    object_id: str
    title: str
    note: str = ""
    tone: str = ""
    state: Words = ""
    public: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends a thing: the button's words, what follows, and the service that does it."""

    words: Words
    warning: Words
    done: Words
    act: Callable[[str, Form], Saved]
    is_over: Callable[[Values], bool] = lambda _state: False
    refused: Words = ""
    """What is said where it cannot be ended."""


PUBLISH, PUBLISHED, ON_SITE = _("Опубликовать"), _("Сохранено, это уже на сайте"), _("Сейчас на сайте")
SHOWS_SITE = _("«Показать» открывает в новой вкладке страницу такой, какой её увидят все. Ничего не сохраняется.")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The fields of a thing that stay as they are, and why."""

    names: tuple[str, ...] = ()
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: ``name`` and ``one`` are the addresses' names, ``key`` how an address tells one from another."""

    name: str
    one: str
    key: str
    title: Words
    new: Words
    kind: Kind[Any]
    fields: tuple[Field, ...]
    listed: Callable[[str, datetime], list[Listed]]
    check: Callable[[str | None, Values], None]
    save: Callable[[str | None, Values, Form], Saved]
    page: str = ""
    """What shows a thing before it is saved, if anything."""
    shown: Callable[[Values, datetime], dict[str, Any]] = lambda _values, _now: {}
    ending: Ending | None = None
    asks: Words = ""
    """What to look for, where there are too many to be listed."""
    help: Words = ""
    function: str = roles.EDIT_SITE
    """What one must be allowed for it."""
    add: Words = PUBLISH
    saved: Words = PUBLISHED
    there: Words = ON_SITE
    told: Words = SHOWS_SITE
    fixed: Callable[[str], Fixed] = lambda _object_id: Fixed()
    """What of a thing that is there stays as it is."""
    links: Callable[[str], list[tuple[str, Words]]] = lambda _object_id: []
    """Where else one goes from a thing: addresses and their words."""
    notes: Callable[[str], Words] = lambda _object_id: ""
    """What one has to know to edit a thing."""
    more: tuple[tuple[str, Words], ...] = ()
    """Where else one goes from the list: names of pages and their words."""

    def fields_of(self, object_id: str | None) -> tuple[Field, ...]:
        """What is asked of a new thing, or of one that is there."""
        if object_id is None:
            return self.fields
        fixed = self.fixed(object_id).names
        return tuple(one for one in self.fields if not one.only_new and one.name not in fixed)
