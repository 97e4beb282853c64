"""Files that come with a request: what they are by their bytes, and what they are called."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from kosmos.kernel.cards import without_cards
from kosmos.support.errors import FileEmpty, FileTooLarge, FileTypeRefused, TooManyFiles
from kosmos.support.rules import MOST_FILE_BYTES, MOST_FILES

LONGEST_NAME = 100
NAMELESS = "file"
PLAIN = "text/plain"
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    PLAIN: (".txt", ".log", ".csv", ".md"),
}
"""The kinds that are taken, and how their names may end; the first is given to a name that ends otherwise."""

_FORBIDDEN = set('<>:"|?*/\\')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_MARKUP = re.compile(r"(?i)\s*<(!|\?|[a-z])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: what it is called there, and its bytes, at most so many as one more than are taken."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that is taken, as it is kept."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return sha256(self.content).hexdigest()


def accepted(sent: Sequence[Sent]) -> tuple[Accepted, ...]:
    """Files as they are kept. TooManyFiles, FileEmpty, FileTooLarge, FileTypeRefused: then none is taken."""
    if len(sent) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    return tuple(_accept(one) for one in sent)


def bytes_of(files: Iterable[Accepted]) -> int:
    """What files weigh together."""
    return sum(len(file.content) for file in files)


def safe_name(name: str, media_type: str) -> str:
    """A name that is one in every system: no folders, no signs that cannot be seen, an ending of its own kind."""
    own = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = _legible(own).strip(". ")
    stem, dot, last = clean.rpartition(".")
    ending = dot + last
    if not stem or ending.lower() not in ENDINGS[media_type]:
        stem, ending = clean, ENDINGS[media_type][0]
    stem = without_cards(stem)[: LONGEST_NAME - len(ending)].strip(". ") or NAMELESS
    return f"_{stem}{ending}" if _RESERVED.match(stem) else f"{stem}{ending}"


def shown_name(name: str) -> str:
    """A name of whatever was sent, short and harmless, to say what is wrong with it."""
    return _legible(re.split(r"[/\\]", name)[-1])[:60].strip() or NAMELESS


def media_type_of(name: str, content: bytes) -> str | None:
    """What a file is by its first bytes; None for what is not taken. A text has also to be called one."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    text = _text(content) if name.lower().strip(". ").endswith(ENDINGS[PLAIN]) else None
    return PLAIN if text is not None and not _CONTROL.search(text) and not _MARKUP.match(text) else None


def _legible(name: str) -> str:
    """The signs of a name that can be seen and mean nothing to any system."""
    return " ".join("".join(sign for sign in name if sign.isprintable() and sign not in _FORBIDDEN).split())


def _accept(sent: Sent) -> Accepted:
    if not sent.content:
        raise FileEmpty(name=shown_name(sent.name))
    if len(sent.content) > MOST_FILE_BYTES:
        raise FileTooLarge(name=shown_name(sent.name), most_megabytes=MOST_FILE_BYTES >> 20)
    media_type = media_type_of(sent.name, sent.content)
    if media_type is None:
        raise FileTypeRefused(name=shown_name(sent.name))
    content = without_cards(_text(sent.content) or "").encode() if media_type == PLAIN else sent.content
    return Accepted(safe_name(sent.name, media_type), media_type, content)


def _text(content: bytes) -> str | None:
    """A text in the encodings that people's notepads write; None for what is none."""
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
