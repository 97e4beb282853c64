"""README and docs/ name only what exists, and leave out nothing that they promise to name."""

import ast
import re
import tomllib
from fnmatch import fnmatch

import click

from kosmos.cli.main import cli
from kosmos.config.environment import KNOWN
from tests.docs.arrows import arrows_of_the_code, arrows_of_the_drawing, leads, models
from tests.docs.reading import Said, anchors, code, links
from tests.house.tree import ROOT

MADE_BY_RUNNING = ("var", "var/*", "kosmos/*/jobs.py")
"""Paths that may be named though a clone does not have them (yet)."""


def test_links_lead_somewhere() -> None:
    lost = []
    for link in links():
        target, _, anchor = link.text.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (link.path.parent / target).resolve() if target else link.path
        if not path.exists() or (anchor and anchor not in anchors(path)):
            lost.append(str(link))
    assert not lost, _lines(lost)


def test_files_exist() -> None:
    top = "|".join(
        re.escape(path.name)
        for path in ROOT.iterdir()
        if path.is_dir() and path.name != "build" and path.name[:2] != ".v"
    )
    inside = re.compile(rf"(?<![\w./-])(?:{top})/[\w./*-]*")
    alone = re.compile(r"[\w.-]+\.(?:md|py|toml|txt|yaml|sql)|Makefile|LICENSE")
    missing = [
        str(said)
        for said in code()
        for name in [*inside.findall(said.text), *([said.text] if alone.fullmatch(said.text) else [])]
        if not _is_there(name.rstrip("./"))
    ]
    assert not missing, _lines(missing)


def _is_there(name: str) -> bool:
    if any(fnmatch(name, pattern) for pattern in MADE_BY_RUNNING):
        return True
    return any(ROOT.glob(name)) or ("/" not in name and any((ROOT / "kosmos").rglob(name)))


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    unknown = [
        str(said)
        for said in code()
        for target in re.findall(r"(?:^|\s|;)make ((?:[a-z-]+ ?)+)", said.text)
        if set(target.split()) - targets
    ]
    assert not unknown, _lines(unknown)


def test_commands_exist() -> None:
    wrong = [
        f"{said}: {problem}"
        for said in code()
        for line in re.findall(r"(?:^\s*|[;&|]\s*|/bin/|[A-Z_]+=\S+ )kosmos ([^;|&#]+)", said.text)
        if (problem := _wrong_with(line.split()))
    ]
    assert not wrong, _lines(wrong)


def _wrong_with(words: list[str]) -> str | None:
    """What is wrong with a command line, from its first word after `kosmos` on."""
    command: click.Command = cli
    for word in words:
        if word.startswith("-"):
            if word.partition("=")[0] not in _options(command):
                return f"no option {word}"
        elif isinstance(command, click.Group):
            if not re.fullmatch(r"[a-z][a-z-]*", word):
                return None
            if word not in command.commands:
                return f"no command {word}"
            command = command.commands[word]
    return None


def _options(command: click.Command) -> set[str]:
    names = {name for option in command.params for name in [*option.opts, *option.secondary_opts]}
    return names | {"-h", "--help"} | ({"--version"} if command is cli else set())


def test_the_readme_has_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [name for name in _commands(cli, "kosmos") if f"`{name}" not in readme]
    assert not missing, _lines(missing)


def _commands(group: click.Group, prefix: str) -> list[str]:
    names = []
    for name, command in group.commands.items():
        if command.hidden:
            continue
        within = _commands(command, f"{prefix} {name}") if isinstance(command, click.Group) else [f"{prefix} {name}"]
        names.extend(within)
    return names


def test_settings_exist() -> None:
    unknown = [str(said) for said in code() for name in re.findall(r"KOSMOS_[A-Z_]+", said.text) if name not in KNOWN]
    assert not unknown, _lines(unknown)


def test_the_installation_page_has_every_setting() -> None:
    page = (ROOT / "docs/operate/install.md").read_text()
    missing = [name for name in [*KNOWN, "DATABASE_URL", "DATABASE_OWNER_URL"] if f"`{name}`" not in page]
    assert not missing, _lines(missing)


def test_modules_exist() -> None:
    dotted = re.compile(r"(?<![\w./-])kosmos(?!\.(?:css|dump|env|service)\b)((?:\.[a-z_]+)+)\b(?!/)")
    missing = [str(said) for said in code() for name in dotted.findall(said.text) if not _is_module(name[1:])]
    assert not missing, _lines(missing)


def _is_module(name: str) -> bool:
    """Whether kosmos.NAME is a module or package, or a name that one defines."""
    path, rest = ROOT / "kosmos", name.split(".")
    while rest and (path / rest[0]).is_dir():
        path = path / rest.pop(0)
    if rest and (path / f"{rest[0]}.py").is_file():
        path = path / f"{rest.pop(0)}.py"
    source = path if path.is_file() else path / "__init__.py"
    return not rest or (len(rest) == 1 and re.search(rf"\b{rest[0]}\b", source.read_text()) is not None)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    decisions = "\n".join(path.read_text() for path in (ROOT / "docs/adr").glob("*.md"))
    names = {re.split(r"[<>=!~;\[ ]", one)[0] for one in wanted}
    missing = [name for name in sorted(names) if not re.search(rf"^\| `{re.escape(name)}`", decisions, re.MULTILINE)]
    assert not missing, _lines(missing)


def test_the_glossary_has_every_model() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    words = glossary.lower().replace("-", " ")
    missing = [
        f"{place}: {name}"
        for name, place in models().items()
        if not re.search(rf"\b{name}\b", glossary) and _in_words(name) not in words
    ]
    assert not missing, _lines(missing)


def _in_words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def test_the_drawing_is_true() -> None:
    """Each of its arrows is an import of the code, and each import follows its arrows."""
    drawn, real = arrows_of_the_drawing(), arrows_of_the_code()
    wrong = [f"drawn, but not so: {one} --> {two}" for one, two in sorted(drawn - real)]
    wrong += [f"not drawn: {one} --> {two}" for one, two in sorted(real) if not leads(drawn, one, two)]
    assert not wrong, _lines(wrong)


def test_reconciling_explains_every_finding() -> None:
    page = (ROOT / "docs/operate/reconcile.md").read_text()
    tree = ast.parse((ROOT / "kosmos/charging/audit/messages.py").read_text())
    (messages,) = (node.value for node in tree.body if isinstance(node, ast.Assign) and _assigns(node, "MESSAGES"))
    codes = ast.literal_eval(messages)
    assert codes
    missing = [code for code in codes if f"`{code}`" not in page]
    assert not missing, _lines(missing)


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _lines(problems: list[str] | list[Said]) -> str:
    return "\n".join(["", *map(str, problems)])
