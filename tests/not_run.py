"""What this machine could not run: tests that were skipped because a tool is absent are named at the end.

A test that needs a tool skips itself with a reason that begins "tool absent:". Where CI=true nothing may be left out,
so one such test makes the run fail.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

ABSENT = "tool absent:"


def _left_out(reporter: pytest.TerminalReporter) -> Counter[tuple[str, str]]:
    """How many tests of each file were left out for each absent tool."""
    found: Counter[tuple[str, str]] = Counter()
    for report in reporter.getreports("skipped"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        before, absent, tool = reason.partition(ABSENT)
        if absent and before in {"", "Skipped: "}:
            found[tool.strip(), report.nodeid.partition("::")[0]] += 1
    return found


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where continuous integration would pass over something."""
    reporter: pytest.TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or session.exitstatus != pytest.ExitCode.OK:
        return
    if os.environ.get("CI") == "true" and _left_out(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """List the tests that were left out, by tool and file, after pytest's own words."""
    yield
    left_out = _left_out(terminalreporter)
    for (tool, file), count in sorted(left_out.items()):
        terminalreporter.write_line(f"NOT RUN: {tool}: {count} of {file}", red=True)
    if left_out and os.environ.get("CI") == "true":
        terminalreporter.write_line("With CI=true nothing may be left out: this run has failed.", red=True)
