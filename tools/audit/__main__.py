"""make audit: every page and state of the demo held against the gates; the figures go into docs/quality.md."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.pictures import SHOTS, signed_in, take_all
from tests.browser.stage import CHROMIUM, chromium, demo_pages
from tests.cli.running import ROOT
from tools.audit.judging import Judge, Verdict
from tools.audit.report import figures, write
from tools.audit.validating import MODULES, Marks, by_html_validate, by_lighthouse, by_vnu

WEIGHED = (
    *("front", "sign-in", "pay-sum", "home-working", "statement"),
    *("site-home", "site-students", "site-business", "site-payment", "site-help", "site-article", "site-offices"),
    *("site-news", "site-outages", "address", "apply-home", "apply-student", "apply-business"),
    *("application-status", "call-back"),
)
"""The pages that Lighthouse is shown."""
PAGES = ROOT / "build" / "audit" / "pages"
"""Where the HTML that was judged is left to be looked at."""
DOCUMENT = ROOT / "docs" / "quality.md"


def main() -> None:
    """Judge those pages whose names begin so, or all; the status is 1 if a gate is not met."""
    parser = argparse.ArgumentParser(prog="make audit", description=main.__doc__)
    parser.add_argument("names", nargs="*", help="beginnings of names: home, statement-opened")
    parser.add_argument("--at", help="the address of a demo that runs already")
    parser.add_argument("--no-lighthouse", action="store_true", help="leave out the slowest part")
    wanted = parser.parse_args()
    for need in (CHROMIUM, MODULES / "axe-core"):
        if not need.exists():
            raise SystemExit(f"{need} is needed: apt-get install chromium; make audit brings the rest with npm")
    prefixes = tuple(wanted.names) or ("",)
    with _demo(wanted.at) as address, chromium() as browser:
        verdicts = _judged(browser, address, prefixes)
        sys.stdout.write(figures(verdicts, []))
        sys.stdout.flush()
        marks = [] if wanted.no_lighthouse else list(_marked(browser, address, prefixes))
    if marks:
        sys.stdout.write(figures([], marks))
    if prefixes == ("",) and marks:
        write(DOCUMENT, verdicts, marks)
    if any(verdict.wrong for verdict in verdicts) or not all(mark.good for mark in marks):
        raise SystemExit(1)


@contextmanager
def _demo(address: str | None) -> Iterator[str]:
    """The address given, or a demo of our own in a folder of its own."""
    if address:
        yield address
        return
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        with demo_pages(Path(home), {}, "--accounts", "20") as own:
            yield own


def _judged(browser: Browser, address: str, prefixes: tuple[str, ...]) -> list[Verdict]:
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir()
    judge = Judge((MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"), PAGES)
    take_all(browser, address, judge.look, prefixes)
    for tool, find in (("html-validate", by_html_validate), ("vnu", by_vnu)):
        for page, fault in find(PAGES):
            judge.verdicts[page.partition(".")[0]].add(tool, fault)
    return list(judge.verdicts.values())


def _marked(browser: Browser, address: str, prefixes: tuple[str, ...]) -> Iterator[Marks]:
    kept: dict[str, object] = {}
    for shot in SHOTS:
        if shot.name in WEIGHED and shot.name.startswith(prefixes):
            with signed_in(browser, address, shot.login, kept) as page:
                cookies = page.context.cookies()
                text = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
                yield by_lighthouse(shot.name, address + shot.path, text)


if __name__ == "__main__":
    main()
