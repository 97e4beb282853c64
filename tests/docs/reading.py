"""What the documents name: the code spans and blocks of Markdown, and its links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT, files

_FENCE = re.compile(r"^\s*```(\w*)")
_SPAN = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Said:
    """A piece of a document, and where it stands; `kind` is span, block, drawing or link."""

    path: Path
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.text}"


def documents() -> list[Path]:
    """README, CHANGELOG and everything in docs/."""
    return [*(path for path in files(ROOT, ".md") if path.parent == ROOT), *files(ROOT / "docs", ".md")]


def code() -> Iterator[Said]:
    """Everything set as code in the documents."""
    for path in documents():
        yield from (said for said in read(path) if said.kind in {"span", "block"})


def links() -> Iterator[Said]:
    """Every link of the documents."""
    for path in documents():
        yield from (said for said in read(path) if said.kind == "link")


def read(path: Path) -> Iterator[Said]:
    """Take a document apart, line by line."""
    inside = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if fence := _FENCE.match(line):
            inside = "" if inside else (fence[1] or "text")
        elif inside:
            yield Said(path, number, "drawing" if inside == "mermaid" else "block", line)
        else:
            yield from (Said(path, number, "span", span) for span in _SPAN.findall(line))
            yield from (Said(path, number, "link", target) for target in _LINK.findall(_SPAN.sub("", line)))


def anchors(path: Path) -> set[str]:
    """The names by which a document's headings can be linked to."""
    headings = re.findall(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
