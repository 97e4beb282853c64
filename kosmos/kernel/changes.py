"""What a load did, or with --dry-run would do: said by subject and field, for people and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Change:
    """One field of one thing that differs: "plan kombo-50", "name", what it was and what it is now."""

    subject: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.field}: {self.before} -> {self.after}"


@dataclass
class Changes:
    """Additions, changes, and what is here though the file does not name it; all in the order found."""

    added: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)

    def lines(self) -> Iterator[str]:
        """The report, a line a thing."""
        yield from (f"added: {subject}" for subject in self.added)
        yield from (f"changed: {change}" for change in self.changed)
        yield from (f"not in the file, kept: {subject}" for subject in self.kept)
