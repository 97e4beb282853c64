"""The files of the tree that the house's rules are about."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE = {"build", "var", "__pycache__"}
"""Folders that are made by tools; so are those with a dot in front, but for .ci."""
KINDS = {
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".json",
    ".md",
    ".py",
    ".sh",
    ".sql",
    ".svg",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
}


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """Every file of the tree with one of these suffixes, in order."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not _made(name))
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix in suffixes:
                yield path


def texts(root: Path) -> Iterator[Path]:
    """Every file of the tree that people write: those of known kinds, and those without a kind (Makefile, .ci/run)."""
    yield from files(root, "", *KINDS)


def _made(name: str) -> bool:
    return name in MADE or name.endswith(".egg-info") or (name.startswith(".") and name != ".ci")
