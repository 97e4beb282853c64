"""The texts of pages: gathered from templates and code, kept in catalogues, compiled without any tool.

``python -m kosmos.portal.tests.strings`` brings the catalogues up to date: new texts come empty, unused ones go.
"""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CODE = Path(__file__).parents[2]
LOCALE = CODE / "portal" / "locale"
LANGUAGES = ("ru", "be", "en")
"""Russian is the texts' own language; its catalogue says only what follows a number."""

MARKS = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "_": 1, "ngettext": 2, "ngettext_lazy": 2}
_CALLED = re.compile(r"\b(?:n?gettext|_)\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\)")
_WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)

Text = str | tuple[str, str]


def sources() -> list[Path]:
    """The files that may say something to a reader: templates, and code that is not a test or a table."""
    found = [*CODE.rglob("*.py"), *CODE.rglob("templates/**/*.html"), *CODE.rglob("templates/**/*.txt")]
    return sorted(path for path in found if not {"tests", "migrations"} & set(path.relative_to(CODE).parts))


def gathered() -> dict[Text, set[str]]:
    """Every text that is marked for translation, and the files that it stands in."""
    texts: dict[Text, set[str]] = {}
    for path in sources():
        for text in texts_in(path):
            texts.setdefault(text, set()).add(path.relative_to(CODE.parent).as_posix())
    return texts


def texts_in(path: Path) -> Iterator[Text]:
    """The marked texts of one file."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _of_calls(ast.parse(content))
        return
    for call in _CALLED.finditer(templatize(content, origin=str(path))):
        yield from _of_calls(ast.parse(call[0]))


def _of_calls(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        words = [part.value for part in node.args[: MARKS.get(name, 0)] if isinstance(part, ast.Constant)]
        said = [word for word in words if isinstance(word, str)]
        if name in MARKS and len(said) == MARKS[name]:
            yield (said[0], said[1]) if len(said) == 2 else said[0]


def called(call: ast.Call) -> str:
    """The last word of what is called."""
    name: str = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name


def catalogue(language: str) -> Catalog:
    """A language's texts as they are kept."""
    with _path(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def wanted(language: str, texts: dict[Text, set[str]]) -> dict[Text, set[str]]:
    """The texts that a language's catalogue has to say."""
    return {text: files for text, files in texts.items() if language != "ru" or isinstance(text, tuple)}


def said_in(kept: Catalog) -> dict[Text, str | tuple[str, ...]]:
    """What a catalogue says to each text."""
    return {key_of(message): _forms(message) for message in kept if message.id}


def _forms(message: Message) -> str | tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else message.string or ""


def key_of(message: Message) -> Text:
    """The text that a message of a catalogue is about."""
    return (message.id[0], message.id[1]) if isinstance(message.id, (tuple, list)) else message.id


def update(language: str, said: dict[Text, str | tuple[str, ...]] | None = None) -> list[Text]:
    """Write a language's .po and .mo anew, with what was said before and now; the texts still without words."""
    known = dict(said or {})
    if _path(language, "po").exists():
        known = said_in(catalogue(language)) | known
    made = Catalog(
        locale=language,
        project="Kosmos",
        version="1",
        header_comment="# Texts of the pages of Kosmos.",
        creation_date=_WRITTEN_AT,
        revision_date=_WRITTEN_AT,
        last_translator="Kosmos",
        language_team="Kosmos",
        fuzzy=False,
    )
    texts = wanted(language, gathered())
    for text in sorted(texts, key=str):
        made.add(text, known.get(text, ""), locations=[(file, 0) for file in sorted(texts[text])])
    folder = _path(language, "po").parent
    folder.mkdir(parents=True, exist_ok=True)
    with _path(language, "po").open("wb") as file:
        write_po(file, made, width=110, include_lineno=False)
    with _path(language, "mo").open("wb") as file:
        write_mo(file, made)
    return [text for text in texts if not complete(made[_id_of(text)])]


def complete(message: Message | None) -> bool:
    """Whether a message says something in each of its forms, and is sure of it."""
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def _id_of(text: Text) -> str:
    return text[0] if isinstance(text, tuple) else text


def _path(language: str, kind: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{kind}"


def main() -> None:
    """Bring all catalogues up to date."""
    for language in LANGUAGES:
        for text in update(language):
            print(f"{language}: {text}")  # noqa: T201 - a person waits for it


if __name__ == "__main__":
    main()
