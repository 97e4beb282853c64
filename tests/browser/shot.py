"""A page to take a picture of, and the lists of them that each topic keeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Page


@dataclass(frozen=True)
class Shot:
    """A page to take a picture of: its address, who looks at it, and what is done on it first."""

    name: str
    path: str
    login: str = ""
    act: Callable[[Page], None] | None = None


def joined() -> Iterator[Shot]:
    """What the modules shots_TOPIC.py beside this one list, by topic."""
    for found in sorted(Path(__file__).parent.glob("shots_*.py")):
        yield from import_module(f"tests.browser.{found.stem}").SHOTS
