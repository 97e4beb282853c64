"""What was shown is what is confirmed: a form carries a digest of its preview, and the preview is made again.

A page shows a preview with ``<input type="hidden" name="seen" value="{{ seen }}">`` in its form. When the form comes
back, the page makes the preview anew and asks ``same``; if it is not the same any more, it is shown again with words.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256

FIELD = "seen"
"""The name of the hidden field."""


def seen(preview_like: object) -> str:
    """A short digest of what a person is shown: dataclasses, sequences, sets, mappings and plain values.

    Of equal values always the same, in any process; text that is spoken in some language has no place in it.
    """
    return sha256(_plain(preview_like).encode()).hexdigest()[:32]


def same(sent: Mapping[str, object], preview_like: object) -> bool:
    """Whether a form that was sent had been shown with this very preview."""
    return sent.get(FIELD) == seen(preview_like)


def _plain(value: object) -> str:
    """A value in one notation, whatever order its mappings and sets were filled in."""
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(f"{part.name}={_plain(getattr(value, part.name))}" for part in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_plain(key)}:{_plain(one)}" for key, one in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(_plain(one) for one in value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_plain(one) for one in value) + "]"
    if isinstance(value, Enum):
        return _plain(value.value)
    return repr(value)
