"""Who imports whom, as the code says and as docs/architecture.md draws it; and the models that there are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.reading import read
from tests.house.tree import ROOT, files

Arrow = tuple[str, str]


def arrows_of_the_drawing() -> set[Arrow]:
    """The arrows of the one drawing in docs/architecture.md."""
    drawing = [said.text for said in read(ROOT / "docs/architecture.md") if said.kind == "drawing"]
    return {(found[1], found[2]) for line in drawing if (found := re.search(r"(\w+) --> (\w+)", line))}


def arrows_of_the_code() -> set[Arrow]:
    """Imports between the packages, tests aside."""
    return {
        (package, other)
        for path in files(ROOT, ".py")
        if (package := _package(path)) and "tests" not in path.parts
        for other in _imported_packages(path)
        if other != package
    }


def _package(path: Path) -> str | None:
    parts = path.relative_to(ROOT).parts
    if parts[0] == "bench":
        return "bench"
    return parts[1] if parts[0] == "kosmos" and len(parts) > 2 else None


def _imported_packages(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        if isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        for module in modules:
            if found := re.match(r"kosmos\.(\w+)|(bench)\b", module):
                yield found[1] or found[2]


def leads(arrows: set[Arrow], one: str, two: str) -> bool:
    """Whether one can go from a package to another along the arrows."""
    reached, waiting = {one}, [one]
    while waiting:
        here = waiting.pop()
        onward = {to for start, to in arrows if start == here} - reached
        reached |= onward
        waiting.extend(onward)
    return two in reached


def models() -> dict[str, str]:
    """The classes of Django's models, and where they are."""
    found = {}
    for path in files(ROOT / "kosmos", ".py"):
        if path.name == "models.py" or path.parent.name == "models":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and _is_model(node):
                    found[node.name] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def _is_model(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("models.Model", "AbstractBaseUser", "AbstractUser")) for base in node.bases)
