"""Nodes read as values: every node that is not what it must be leaves a problem and reads as None."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kosmos.loading.errors import Problem, Wrong, found
from kosmos.loading.yaml_source import kind_of, shown

T = TypeVar("T")
LANGUAGES = ("ru", "be", "en")
At = tuple[int, int]


def place(node: Node) -> At:
    """Where a node begins: line and column, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


class Reader:
    """Reads the nodes of one file and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, node: Node, message: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(self.file, *place(node), message))

    def mapping(self, node: Node, what: str, needed: Collection[str], others: Collection[str] = ()) -> dict[str, Node]:
        """The values of a mapping by key; keys unknown, missing or given twice are problems."""
        if not isinstance(node, MappingNode):
            self.wrong(node, f"{what}: {found(shown(node), 'a mapping of ' + ', '.join([*needed, *others]))}")
            return {}
        values: dict[str, Node] = {}
        for key, value in node.value:
            name = shown(key)
            if name not in needed and name not in others:
                self.wrong(key, f"{what}: unknown key; {found(name, ', '.join([*needed, *others]))}")
            elif name in values:
                self.wrong(key, f"{what}: the key {name} stands here twice")
            else:
                values[name] = value
        for name in needed:
            if name not in values:
                self.wrong(node, f"{what}: the key {name} is missing")
        return values

    def items(self, node: Node | None, what: str, *, empty: bool = False) -> list[Node]:
        """The nodes of a list, which must not be empty unless that is allowed."""
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self.wrong(node, f"{what}: {found(shown(node), 'a list')}")
            return []
        if not node.value and not empty:
            self.wrong(node, f"{what}: the list is empty; allowed: at least one")
        return list(node.value)

    def value(self, node: Node | None, what: str, check: Callable[[str], T], *kinds: str) -> T | None:
        """A scalar of one of the YAML types, checked; text that YAML takes for else must be quoted."""
        if node is None:
            return None
        kinds = kinds or ("str",)
        if not isinstance(node, ScalarNode) or kind_of(node) not in kinds:
            self.wrong(node, f"{what}: {found(shown(node), _expected(node, kinds, check))}")
            return None
        try:
            return check(node.value)
        except Wrong as wrong:
            self.wrong(node, f"{what}: {found(shown(node), wrong)}")
            return None

    def text(self, node: Node | None, what: str) -> str | None:
        """A text that is not empty."""
        return self.value(node, what, some_text)

    def texts(self, node: Node | None, what: str) -> dict[str, str] | None:
        """A text in the operator's languages; Russian must be there."""
        if node is None:
            return None
        parts = self.mapping(node, what, ["ru"], LANGUAGES[1:])
        read = {language: self.text(part, f"{what}: {language}") for language, part in parts.items()}
        whole = {language: text for language, text in read.items() if text is not None}
        return whole if len(whole) == len(read) and "ru" in whole else None

    def choice(self, node: Node | None, what: str, words: Mapping[str, T]) -> T | None:
        """One of the words, as what it stands for."""

        def chosen(text: str) -> T:
            if text in words:
                return words[text]
            raise Wrong(", ".join(words))

        return self.value(node, what, chosen)

    def whole(self, node: Node | None, what: str, lowest: int, highest: int) -> int | None:
        """A whole number within bounds."""

        def bounded(text: str) -> int:
            if text.isascii() and text.isdecimal() and len(text) < 19 and lowest <= int(text) <= highest:
                return int(text)
            raise Wrong(f"a whole number from {lowest} to {highest}")

        return self.value(node, what, bounded, "int")

    def unique(self, node: Node, what: str, key: object, seen: dict[object, At]) -> None:
        """Note a problem where a key was seen before."""
        if key in seen:
            self.wrong(node, f"{what}: given twice; first on line {seen[key][0]}")
        else:
            seen[key] = place(node)


def some_text(text: str) -> str:
    """A text with something in it, and nothing around it."""
    if text.strip() and (text == text.strip() or "\n" in text):
        return text
    raise Wrong("a text, without spaces around it")


def words(names: Iterable[str]) -> dict[str, str]:
    """Words that stand for themselves."""
    return {name: name for name in names}


def _expected(node: Node, kinds: tuple[str, ...], check: Callable[[str], object]) -> str:
    """What should have stood there; quotes first, where only they are missing."""
    hint = ""
    if isinstance(node, ScalarNode):
        try:
            check(node.value)
        except Wrong as wrong:
            hint = str(wrong)
        if "str" in kinds and kind_of(node) in ("int", "float", "bool", "timestamp"):
            return f'write it in quotes: "{node.value}"' + (f"; {hint}" if hint else "")
        if kind_of(node) == "null":
            hint = hint or "a value"
    return hint or {"str": "a text", "int": "a number without quotes", "timestamp": "a date"}.get(kinds[0], "a value")
