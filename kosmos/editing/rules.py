"""What may be written in which field, and what cannot be."""

import re
from collections.abc import Mapping
from typing import Any

from kosmos.editing.errors import Unfit

Texts = dict[str, str]
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 200, 20_000, 300
Faults = dict[str, str]
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def judge(
    values: Mapping[str, Any],
    *,
    required: tuple[str, ...],
    titles: tuple[str, ...] = (),
    also: Mapping[str, str] | None = None,
) -> None:
    """See that what is required is there, in Russian where it is in languages, and that nothing is too long.

    ``also`` is what else is known to be wrong. Unfit, with everything.
    """
    wrong = dict(also or {})
    wrong |= {name: "missing" for name in required if not _said(values.get(name))}
    for name, value in values.items():
        longest = LONGEST_TITLE if name in titles else LONGEST_TEXT
        if any(len(text) > longest for text in _texts(value)):
            wrong[name] = "too_long"
    refuse(wrong)


def refuse(wrong: Mapping[str, str]) -> None:
    """Unfit, if anything is wrong."""
    if wrong:
        raise Unfit(fields=dict(wrong))


def _said(value: object) -> bool:
    """A text in languages says something if it does in Russian."""
    return bool(value.get("ru") if isinstance(value, dict) else value)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [str(text) for text in value.values()]
    return [value] if isinstance(value, str) else []
