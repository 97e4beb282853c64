"""The house's rules, as functions from a tree to what breaks them: "file:line: what is wrong"."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.house.tree import files, texts

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
MONEY = {"kernel", "ledger", "catalogue", "subscribers", "charging", "loading", "usage"}
"""The packages of kosmos in which no float may be."""
LIKENESS = {"kernel/likeness.py", "catalogue/coverage.py", "catalogue/help_search.py", "catalogue/sql/like_places.sql"}
"""Files of those packages that measure how like two words are, and hold no money."""
ASKING = {"now", "today", "utcnow"}
TOLD = "services are told the time; only doors and jobs ask for it"

Rule = Callable[[Path], Iterator[str]]


def functions_are_short(root: Path) -> Iterator[str]:
    """No function is longer than 50 lines."""
    for path in files(root, ".py"):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield f"{_at(root, path, node)}: {node.name} has {length} lines; {LONGEST_FUNCTION} are the limit"


def files_are_short(root: Path) -> Iterator[str]:
    """No Python file is longer than 400 lines, but for migrations."""
    for path in files(root, ".py"):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > LONGEST_FILE and path.parent.name != "migrations":
            yield f"{path.relative_to(root)}:{length}: the file has {length} lines; {LONGEST_FILE} are the limit"


def time_is_told(root: Path) -> Iterator[str]:
    """Nobody but doors and jobs asks what time it is: not in Python, and not in SQL."""
    for path in files(root, ".py"):
        if not _may_ask(path.relative_to(root)):
            for node in ast.walk(_tree(path)):
                if isinstance(node, ast.Call) and _asks(node.func):
                    yield f"{_at(root, path, node)}: {ast.unparse(node)}: {TOLD}"
    asking = re.compile(r"\b(now\s*\(|clock_timestamp\b|current_(date|time|timestamp)\b|localtime)", re.IGNORECASE)
    for path, number, line in _statements(root):
        if asking.search(line):
            yield f"{path.relative_to(root)}:{number}: {line.strip()}: {TOLD}"


def _may_ask(path: Path) -> bool:
    doors = path.parts[0] == "bench" or bool(
        {*path.parts[1:2]} & {"cli", "portal", "gateway", "backoffice", "entering", "browser", "doors"}
    )
    return doors or path.name == "jobs.py" or path in {Path("kosmos/kernel/clock.py"), Path("kosmos/config/context.py")}


def _asks(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr in ASKING or ast.unparse(called) == "time.time"
    return isinstance(called, ast.Name) and called.id in ASKING


def money_is_whole(root: Path) -> Iterator[str]:
    """No float is near money: none named, none written, and no division that makes one."""
    for package in sorted(MONEY):
        for path in files(root / "kosmos" / package, ".py"):
            for node in [] if _compares_words(root, path) else ast.walk(_tree(path)):
                if what := _float(node):
                    yield f"{_at(root, path, node)}: {what}: money is a whole number of kopecks"
    for path, number, line in _statements(root):
        if _compares_words(root, path):
            continue
        if found := re.search(r"\b(float[48]?|double precision|real)\b", line, re.IGNORECASE):
            yield f"{path.relative_to(root)}:{number}: {found[0]}: money is a whole number of kopecks"


def _compares_words(root: Path, path: Path) -> bool:
    return path.relative_to(root / "kosmos").as_posix() in LIKENESS


def _float(node: ast.AST) -> str | None:
    """What about a piece of code is a float, or makes one of whole numbers; a path's `/` is none of these."""
    match node:
        case ast.Name(id="float") | ast.Attribute(attr="FloatField"):
            return ast.unparse(node)
        case ast.Constant(value=float()):
            return ast.unparse(node)
        case ast.BinOp(op=ast.Div(), left=left, right=right) if not (_text(left) or _text(right)):
            return ast.unparse(node)
        case ast.AugAssign(op=ast.Div()):
            return ast.unparse(node)
    return None


def _text(node: ast.expr) -> bool:
    """Whether one side of a `/` says that it joins a path: a text, or a name that paths have in this house."""
    if isinstance(node, ast.BinOp):
        return _text(node.left) or _text(node.right)
    if isinstance(node, ast.Name):
        return node.id in {"name", "folder", "path", "tmp_path"}
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def exemptions_are_named(root: Path) -> Iterator[str]:
    """Whoever turns a check off for a line says which one."""
    bare = re.compile(r"#\s*(noqa(?!: ?[A-Z]+[0-9])|type: ?ignore(?!\[[a-z-])|ruff: ?noqa)", re.IGNORECASE)
    for path in files(root, ".py"):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            if token.type == tokenize.COMMENT and bare.search(token.string):
                yield f"{path.relative_to(root)}:{token.start[0]}: {token.string}: say which check, by its code"


def statements_are_explained(root: Path) -> Iterator[str]:
    """Every .sql file begins with a comment: its rule, its locks and what it costs."""
    for path in files(root, ".sql"):
        if not path.read_text(encoding="utf-8").startswith("-- "):
            yield f"{path.relative_to(root)}:1: begin with a comment: its rule, its locks and what it costs"


def no_machine_is_named(root: Path) -> Iterator[str]:
    """Nothing in the repository knows a machine's folders, or what is beside the clone."""
    folders = "|".join(("work", "opt", "mnt", "workspace"))
    named = re.compile(rf"(?<![\w.>}}])/(?:(?:{folders})(?![\w-])|(?:root|home)/\w)|\.\./sha[r]ed")
    for path in texts(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := named.search(line):
                yield f"{path.relative_to(root)}:{number}: {found[0]}: other machines have no such folder"


def features_speak_no_http(root: Path) -> Iterator[str]:
    """Features know nothing of requests, views, forms and templates."""
    web = re.compile(r"django\.(http|views|urls|forms|template|shortcuts)\b")
    for package in sorted(MONEY):
        for path in files(root / "kosmos" / package, ".py"):
            for node in ast.walk(_tree(path)):
                for module in _imported(node):
                    if web.match(module):
                        yield f"{_at(root, path, node)}: imports {module}: features know nothing of HTTP"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


def _statements(root: Path) -> Iterator[tuple[Path, int, str]]:
    """Every line of SQL, without what is a comment or a text in it."""
    for path in files(root / "kosmos", ".sql"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield path, number, re.sub(r"'[^']*'|--.*", "", line)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _at(root: Path, path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(root)}:{getattr(node, 'lineno', 1)}"


RULES: tuple[Rule, ...] = (
    functions_are_short,
    files_are_short,
    time_is_told,
    money_is_whole,
    exemptions_are_named,
    statements_are_explained,
    no_machine_is_named,
    features_speak_no_http,
)
