"""The demo's pages served on a database of their own, and Debian's browser to walk them with."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.processes import free_port, wait_until_ready
from tests.cli.running import BLANK, KOSMOS, ROOT

CHROMIUM = Path("/usr/bin/chromium")
PHONE: ViewportSize = {"width": 360, "height": 740}
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--disable-lcd-text",
)

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="tool absent: chromium")


@contextmanager
def demo_pages(home: Path, urls: Mapping[str, str], *words: str) -> Iterator[str]:
    """The address of a demo that is served in a process of its own, until the block ends with Ctrl-C."""
    environment = {name: value for name, value in os.environ.items() if name not in {*BLANK, "CI"}}
    environment |= {**urls, "KOSMOS_HOME": str(home), "KOSMOS_PORT": str(free_port()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [KOSMOS, "demo", *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        wait_until_ready(process)
        yield f"http://127.0.0.1:{environment['KOSMOS_PORT']}"
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    assert process.returncode == 0, said


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; to be left before Django is used again, which refuses a running event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(SWITCHES))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser: Browser, address: str, **wishes: Any) -> Iterator[Page]:
    """A visitor's own window: no cookies, Russian, a phone's width unless told otherwise."""
    context = browser.new_context(**{"base_url": address, "locale": "ru-RU", "viewport": PHONE, **wishes})
    try:
        yield context.new_page()
    finally:
        context.close()
