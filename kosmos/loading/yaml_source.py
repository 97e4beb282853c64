"""YAML read as nodes with their places: nothing is built, resolved or guessed."""

from pathlib import Path
from typing import Protocol

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kosmos.loading.errors import LoadError, Problem

MAX_BYTES = 20_000_000
MAX_DEPTH = 20
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML was built with it: ten times as fast, with the same nodes and marks."""

STANDARD = "tag:yaml.org,2002:"


class Mark(Protocol):
    """A place, as both of PyYAML's parsers give it: from 0."""

    line: int
    column: int


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; LoadError with one problem where it cannot be read as such."""
    name = str(path)
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise LoadError([Problem(name, 1, 1, f"cannot be read: {error.strerror}")]) from None
    if data is None:
        raise LoadError([Problem(name, 1, 1, f"longer than {MAX_BYTES:,} bytes")])
    if data.startswith(BYTE_ORDER_MARK):
        raise LoadError([Problem(name, 1, 1, "begins with a byte order mark; save it as UTF-8 without one")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")
        message = f"not UTF-8: the byte 0x{data[error.start]:02x}; save the file as UTF-8"
        raise LoadError([Problem(name, line, len(before) + 1, message)]) from None


def read_yaml(path: Path) -> MappingNode:
    """The document of a file as a mapping node; LoadError for what is not plain, safe YAML."""
    text = read_text(path)
    _refuse_unprintable(str(path), text)
    try:
        problems = _unsafe(str(path), text)
        document = None if problems else yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise LoadError([_syntax(str(path), text, error)]) from None
    if problems:
        raise LoadError(problems)
    if not isinstance(document, MappingNode):
        raise LoadError([Problem(str(path), 1, 1, "empty, or not a mapping; allowed: key: value lines")])
    return document


def _refuse_unprintable(name: str, text: str) -> None:
    bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if bad is not None:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        message = f"not YAML: the character U+{ord(bad.group()):04X} is not allowed"
        raise LoadError([Problem(name, line, column, message)])


def _unsafe(name: str, text: str) -> list[Problem]:
    """What the format has no use for, and attacks have: aliases, own tags, bottomless nesting."""
    problems, depth = [], 0
    for event in yaml.parse(text, Loader=Loader):
        message = ""
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            message = f"the alias *{event.anchor}: aliases are not read; write the value out"
        if depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            message = f"the tag {tag}: tags are not read; leave it out"
        if message and event.start_mark:
            problems.append(_problem(name, event.start_mark, message))
        if depth > MAX_DEPTH:
            break
    return problems


def _syntax(name: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = (error.problem or error.context or "cannot be understood").replace("\n", " ")
    if mark is None:
        return Problem(name, 1, 1, f"not YAML: {said}")
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        said = "a tab where only spaces are allowed"
    if "another document" in said:
        said = "a second document begins; allowed: one"
    return _problem(name, mark, f"not YAML: {said}")


def _problem(name: str, mark: Mark, message: str) -> Problem:
    return Problem(name, mark.line + 1, mark.column + 1, message)


def kind_of(node: Node) -> str:
    """The type of a node: str, int, float, bool, null, timestamp, map, seq."""
    return str(node.tag).removeprefix(STANDARD)


def shown(node: Node) -> str:
    """A node's own words, as a problem can show them."""
    if isinstance(node, ScalarNode):
        return str(node.value)
    return "a list" if isinstance(node, SequenceNode) else "a mapping"
