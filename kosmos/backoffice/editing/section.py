"""What an editor's section consists of: its list, its form, what it saves, and the public page that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

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
    page: str
    shown: Callable[[Values, datetime], dict[str, Any]]
    ending: Ending | None = None
    asks: Words = ""
    """What to look for, where there are too many to be listed."""
    help: Words = ""
