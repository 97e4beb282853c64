"""Every gate can fail: a fault of each kind is planted in a copy of the tree, and its gate names it."""

from pathlib import Path

import pytest

from tests.house.planting import Copy

pytestmark = pytest.mark.plants

QUICK = ("pytest", "-q", "-o", "addopts=-p tests.not_run -p no:cacheprovider -ra")
LONG_FUNCTION = "\n\ndef long() -> None:\n" + "    x = 1\n" * 50
STATEMENT = "SELECT now(), 1::double precision\n"
MODEL = '\n\nclass Planted(models.Model):\n    """Nothing."""\n\n    name = models.TextField()\n'
IMPORTS = {
    "arrows only ever run down": ("kosmos/ledger/rules.py", "import kosmos.charging.rules"),
    "features know nothing of settings": ("kosmos/charging/why.py", "import click"),
    "config knows the launcher and the kernel": ("kosmos/config/environment.py", "import kosmos.catalogue.policies"),
    "the launcher knows nothing of Kosmos": ("kosmos/launcher/locks.py", "import kosmos.kernel.money"),
    "rules are pure": ("kosmos/kernel/money.py", "import random"),
    "the auditor shares no rule's code": ("kosmos/charging/audit/figures.py", "import kosmos.ledger.rules"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_ruff_names_form_and_faults(copy: Copy) -> None:
    copy.plant("kosmos/kernel/planted.py", "def   shout( ):\n    import os\n    print(os.name)\n")
    status, said = copy.run("ruff", "format", "--check", ".")
    assert status and "kosmos/kernel/planted.py" in said
    status, said = copy.run("ruff", "check", "--output-format", "concise", "kosmos/kernel")
    assert status
    for line, code in ((1, "D100"), (1, "ANN201"), (2, "PLC0415"), (3, "T201")):
        assert f"planted.py:{line}:" in said and code in said


def test_mypy_names_types(copy: Copy) -> None:
    line = copy.plant("kosmos/kernel/money.py", '\n\ndef wrong(amount: int) -> str:\n    return amount + "1"\n') + 3
    status, said = copy.run("mypy", "--cache-dir", str(copy.root / "cache"), "-m", "kosmos.kernel.money")
    assert status and f"kosmos/kernel/money.py:{line}: error" in said


def test_import_linter_names_each_contract(copy: Copy) -> None:
    for path, line in IMPORTS.values():
        copy.plant(path, f"\n{line}\n")
    status, said = copy.call("importlinter.cli:lint_imports_command", "--no-logo")
    assert status
    assert " KEPT" not in said
    for contract in IMPORTS:
        assert any(line.startswith(contract) and " BROKEN" in line for line in said.splitlines()), contract
    for path, line in IMPORTS.values():
        module = path.removesuffix(".py").replace("/", ".")
        assert f"{module} -> {line.removeprefix('import ')}" in said


def test_the_house_names_each_rule(copy: Copy) -> None:
    planted = [
        ("kosmos/kernel/money.py", LONG_FUNCTION, 2, "long has 51 lines"),
        ("kosmos/kernel/many.py", "# a line\n" * 401, 400, "the file has 401 lines"),
        ("kosmos/ledger/queries.py", "\nTODAY = date.today()\n", 1, "date.today()"),
        ("kosmos/ledger/rules.py", "\nRATE = 0.5\n", 1, "0.5"),
        ("kosmos/ledger/errors.py", "\nHALF = float('7')\n", 1, "float"),
        ("kosmos/kernel/days.py", "\nPART = 7 / 2\n", 1, "7 / 2"),
        ("kosmos/kernel/changes.py", "\nimport os  # " + "noqa\n", 1, "noqa"),
        ("kosmos/kernel/sql.py", '\nNUMBER: int = "1"  # type: ' + "ignore\n", 1, "ignore"),
        ("kosmos/ledger/sql/planted.sql", STATEMENT, 0, "begin with a comment"),
        ("kosmos/charging/why.py", "\nfrom django.http import HttpRequest\n", 1, "know nothing of HTTP"),
        ("demo/operator.yaml", "# see /" + "opt/kosmos\n", 0, "other machines"),
    ]
    wanted = [(path, copy.plant(path, text) + after, what) for path, text, after, what in planted]
    wanted += [("kosmos/ledger/sql/planted.sql", 1, "SELECT now()"), ("kosmos/ledger/sql/planted.sql", 1, "double pre")]
    status, said = copy.run(*QUICK, "tests/house/test_house.py")
    assert status
    for path, line, what in wanted:
        assert any(f"{path}:{line}:" in one and what in one for one in said.splitlines()), (path, line, what, said)


def test_the_documents_test_names_what_is_not_there(copy: Copy) -> None:
    copy.plant(
        "docs/architecture.md", "\n`kosmos day shut`, `make rain`, `KOSMOS_SPEED`, `docs/no.md`, [there](no.md)\n"
    )
    copy.plant("docs/architecture.md", "\n`kosmos.ledger.nothing`\n\n```mermaid\nkernel --> cli\n```\n")
    copy.replace("pyproject.toml", '    "click",\n', '    "click",\n    "celery",\n')
    copy.plant("kosmos/catalogue/models.py", MODEL)
    copy.plant("docs/glossary.md", "\n")
    copy.replace("README.md", "`kosmos day seal`", "`kosmos day status`")
    copy.replace("kosmos/config/environment.py", '    "KOSMOS_PORT"', '    "KOSMOS_PLANTED": "x",\n    "KOSMOS_PORT"')
    copy.replace("kosmos/charging/audit/messages.py", "MESSAGES = {\n", 'MESSAGES = {\n    "planted": "x",\n')
    status, said = copy.run(*QUICK, "tests/docs")
    assert status
    for what in ("no command shut", "make rain", "KOSMOS_SPEED", "docs/no.md", "no.md", "kosmos.ledger.nothing"):
        assert what in said
    for what in ("celery", ": Planted", "kosmos day seal", "KOSMOS_PLANTED", "planted"):
        assert what in said
    assert "drawn, but not so: kernel --> cli" in said


def test_the_migrations_check_names_the_model(copy: Copy) -> None:
    copy.plant("kosmos/catalogue/models.py", MODEL)
    status, said = copy.call("kosmos.cli.main:main", "check-migrations")
    assert status and "Create model Planted" in said


def test_a_module_that_cannot_be_imported_first_is_named(copy: Copy) -> None:
    copy.plant("kosmos/kernel/one.py", "from kosmos.kernel.two import TWO\n\nONE = TWO\n")
    copy.plant("kosmos/kernel/two.py", "from kosmos.kernel.one import ONE\n\nTWO = ONE\n")
    status, said = copy.run(*QUICK, "tests/house/test_imports.py")
    assert status and "kosmos.kernel.one: ImportError" in said


def test_what_was_not_run_is_named_and_fails_ci(copy: Copy) -> None:
    copy.plant(
        "tests/test_planted.py", 'import pytest\n\n\ndef test_it() -> None:\n    pytest.skip("tool absent: a spade")\n'
    )
    status, said = copy.run(*QUICK, "tests/test_planted.py")
    assert status == 0 and "NOT RUN: a spade: 1 of tests/test_planted.py" in said
    status, said = copy.run(*QUICK, "tests/test_planted.py", CI="true")
    assert status == 1 and "this run has failed" in said
