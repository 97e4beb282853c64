"""A state as people see it: an icon and a tone beside words, never colour alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StateWords:
    """``tone`` goes into data-state; ``words`` are said beside its icon."""

    tone: str
    words: str
