"""The audit's figures as tables, for the terminal and for docs/quality.md."""

from pathlib import Path

from tools.audit.judging import Verdict
from tools.audit.validating import Marks

TOOLS = ("axe", "html-validate", "vnu", "targets", "width", "hosts", "weight", "language")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def figures(verdicts: list[Verdict], marks: list[Marks]) -> str:
    """Tables of Markdown of pages and of marks, if there are any, and below them every fault in words."""
    tables = [table for table in (_pages(verdicts) if verdicts else [], _marks(marks) if marks else []) if table]
    return "\n".join(["\n\n".join("\n".join(table) for table in tables), "", *_faults(verdicts, marks), ""])


def write(document: Path, verdicts: list[Verdict], marks: list[Marks]) -> None:
    """Put the figures in their place in the document."""
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n\n{figures(verdicts, marks)}\n{END}{after}", encoding="utf-8")


def _pages(verdicts: list[Verdict]) -> list[str]:
    head = ["page", "KB", "scripts, KB", *TOOLS]
    rows = [
        [
            verdict.name,
            f"{verdict.bytes / 1024:.0f}",
            f"{verdict.scripts / 1024:.0f}",
            *(str(len(verdict.wrong.get(tool, ()))) for tool in TOOLS),
        ]
        for verdict in verdicts
    ]
    return _table(head, rows)


def _marks(marks: list[Marks]) -> list[str]:
    head = ["page", "accessibility", "performance", "best practices", "LCP, s", "CLS"]
    rows = [
        [mark.name, *map(str, (mark.accessibility, mark.performance, mark.best_practices, mark.lcp_s, mark.cls))]
        for mark in marks
    ]
    return _table(head, rows)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _faults(verdicts: list[Verdict], marks: list[Marks]) -> list[str]:
    """Every fault once, with the pages that have it."""
    pages: dict[tuple[str, str], list[str]] = {}
    for verdict in verdicts:
        for tool, faults in verdict.wrong.items():
            for fault in faults:
                pages.setdefault((tool, fault), []).append(verdict.name)
    for mark in marks:
        for fault in mark.faults:
            pages.setdefault(("lighthouse", fault), []).append(mark.name)
    if not pages:
        return ["No fault was found."]
    said = [f"- {tool}: `{fault.replace('`', ' ')}` - {', '.join(names)}" for (tool, fault), names in pages.items()]
    return sorted(said)
