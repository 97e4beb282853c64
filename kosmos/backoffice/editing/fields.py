"""The fields of editors' forms: what is typed in them, what it means, and how a thing fills them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, str | Promise] = {"ru": _("по-русски"), "be": _("по-белорусски"), "en": _("по-английски")}
LINE, TEXT, DAY, MOMENT, CHOICE, TICKS, PLACES = "line", "text", "day", "moment", "choice", "ticks", "places"
MOMENT_FORM = "%Y-%m-%dT%H:%M"
LONGEST = 25_000
"""Signs of a field that are read at all."""
Typed = dict[str, list[str]]
"""What stands in a form, by the names of its inputs."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or three of them where it is written ``in_languages``."""

    name: str
    label: str | Promise
    look: str = LINE
    in_languages: bool = False
    required: bool = False
    hint: str | Promise = ""
    choices: Callable[[], list[tuple[str, str]]] = list
    read: Callable[[str], Any] = str
    """What a line, or each tick, means; ValueError where it means nothing."""
    write: Callable[[Any], str] = str
    form: str | Promise = ""
    """What to do about a line that means nothing."""
    only_new: bool = False
    """Whether it is asked of a new thing alone."""

    @property
    def inputs(self) -> dict[str, str]:
        """The names of its inputs, each with its language, empty where it has none."""
        return {f"{self.name}-{code}": code for code in LANGUAGES} if self.in_languages else {self.name: ""}


def typed_in(fields: tuple[Field, ...], post: QueryDict) -> Typed:
    """What was typed, cut where nobody can mean it."""
    names = [name for field in fields for name in field.inputs]
    return {name: [text.replace("\0", "")[:LONGEST] for text in post.getlist(name)] for name in names}


def values_of(fields: tuple[Field, ...], typed: Typed, zone: ZoneInfo) -> tuple[dict[str, Any], dict[str, str]]:
    """What it means, and what is wrong with it, by field."""
    values, wrong = {}, {}
    for field in fields:
        try:
            values[field.name] = _value(field, typed, zone)
        except ValueError:
            wrong[field.name] = "form"
    return values, wrong


def typed_of(fields: tuple[Field, ...], state: Mapping[str, Any], zone: ZoneInfo) -> Typed:
    """What a thing's state looks like when it is typed."""
    return {
        name: _written(field, (state[field.name] or {}).get(code, "") if code else state[field.name], zone)
        for field in fields
        for name, code in field.inputs.items()
    }


def _value(field: Field, typed: Typed, zone: ZoneInfo) -> Any:  # noqa: ANN401 - text, date, list …
    if field.in_languages:
        texts = {code: _plain(field, typed[name]) for name, code in field.inputs.items()}
        said = {code: text for code, text in texts.items() if text}
        if said and "ru" not in said:
            raise ValueError("Russian comes first")
        return said if said or field.required else None
    if field.look == TICKS:
        known = {code for code, _words in field.choices()}
        return sorted(field.read(code) for code in typed[field.name] if code in known)
    return _one(field, _plain(field, typed[field.name]), zone)


def _one(field: Field, text: str, zone: ZoneInfo) -> Any:  # noqa: ANN401
    if field.look == DAY:
        return date.fromisoformat(text) if text else None
    if field.look == MOMENT:
        return datetime.strptime(text[:16], MOMENT_FORM).replace(tzinfo=zone) if text else None
    if field.look == CHOICE and text not in dict(field.choices()):
        raise ValueError(f"no such {field.name}")
    return places_in(text) if field.look == PLACES else field.read(text)


def _plain(field: Field, texts: list[str]) -> str:
    text = texts[0] if texts else ""
    if field.look in {TEXT, PLACES}:
        return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    return " ".join(text.split())


def places_in(text: str) -> list[dict[str, object]]:
    """Places as they are typed, one city a line: "Минск: Красная, Зыбицкая". ValueError for streets of no city."""
    found: list[dict[str, object]] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        city, _colon, streets = line.partition(":")
        if not city.strip():
            raise ValueError("no city")
        found.append({"city": city.strip(), "streets": [one.strip() for one in streets.split(",") if one.strip()]})
    return found


def _written(field: Field, value: Any, zone: ZoneInfo) -> list[str]:  # noqa: ANN401
    if field.look == TICKS:
        return [str(one) for one in value]
    if field.look == PLACES:
        return ["\n".join(place_words(one) for one in value)]
    if field.look == MOMENT and value:
        return [datetime.fromisoformat(value).astimezone(zone).strftime(MOMENT_FORM)]
    return [field.write(value) if value not in (None, "") else ""]


def place_words(place: Mapping[str, Any]) -> str:
    """A place in a line: "Минск: Красная, Зыбицкая"."""
    streets = ", ".join(place.get("streets") or [])
    return f"{place['city']}: {streets}" if streets else str(place["city"])
