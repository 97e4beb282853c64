"""The matrix of roles, functions and objects as tests/doors/matrix.toml has it, and the addresses that there are."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

FILE = Path(__file__).with_name("matrix.toml")
METHODS = {"GET": {"get"}, "POST": {"post"}, "GET+POST": {"get", "post"}}
ROOT = "root"
"""The section of addresses that belong to no door."""


@dataclass(frozen=True, slots=True)
class Line:
    """One address: who may go there with which methods, and what its page is about."""

    door: str
    name: str
    who: str
    methods: frozenset[str]
    thing: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """As Django names it."""
        return self.name if self.door == ROOT else f"{self.door}:{self.name}"


def read() -> dict[str, dict[str, str]]:
    """The file, by section."""
    return tomllib.loads(FILE.read_text())


def lines() -> dict[str, Line]:
    """Every line about an address, by the address's name."""
    made = [
        _line(door, name, text) for door, held in read().items() if door != "functions" for name, text in held.items()
    ]
    return {one.place: one for one in made}


def _line(door: str, name: str, text: str) -> Line:
    who, methods, *rest = text.split()
    things = [word for word in rest if "=" not in word]
    words = dict(word.split("=", 1) for word in rest if "=" in word)
    return Line(door, name, who, frozenset(METHODS[methods]), "".join(things), words)


def addresses() -> dict[str, URLPattern]:
    """Every pattern that there is, by name; one without a name by its route."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], door: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, one.namespace or door)
        else:
            name = one.name or str(one.pattern)
            yield (f"{door}:{name}" if door else name), one


def path_of(line: Line, words: dict[str, object]) -> str:
    """The address itself, with what its page is about filled in."""
    if line.door == ROOT:
        return f"/{line.name}"
    return reverse(line.place, kwargs={**line.words, **words})
