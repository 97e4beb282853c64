"""A copy of the tree in which a fault can be planted, and the gates run on that copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.tree import MADE, ROOT

NEEDED = ("kosmos", "bench", "tests", "docs", "demo", ".ci")
FILES = ("pyproject.toml", "Makefile", "README.md", "CHANGELOG.md", "LICENSE", "conftest.py")


class Copy:
    """A temporary copy of the tree; what is planted in it is in no other."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in NEEDED:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(*MADE, "samples"))
        for name in FILES:
            shutil.copy2(ROOT / name, root / name)

    def plant(self, name: str, text: str) -> int:
        """Add lines at the end of a file, or make it; the number of the first of them."""
        path = self.root / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(before + text, encoding="utf-8")
        return before.count("\n") + 1

    def replace(self, name: str, before: str, after: str) -> None:
        """Put something else in the place of a text that is in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{name} has no {before!r}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run a Python module on the copy; its status and all that it said."""
        return self._python("-m", *arguments, **environment)

    def call(self, command: str, *arguments: str) -> tuple[int, str]:
        """Run a command that is a function, as "module:function", on the copy; its status and all that it said."""
        module, _, function = command.partition(":")
        return self._python("-c", f"from {module} import {function}; {function}()", *arguments)

    def _python(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run Python in the copy, without the settings of this run."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("KOSMOS_", "DATABASE_", "CI"))}
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**kept, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stdout + ran.stderr
