"""One demo and one browser for all walks: both are left before Django is used again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kosmos.config.database import scratch_database
from tests.browser.stage import chromium, demo_pages, window
from tests.browser.walk import Walk

PICTURES = "WALK_PICTURES"
"""Names a folder in the environment where the pictures are kept."""


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a small demo that all walks share: each walks with people of its own."""
    with scratch_database() as environment:
        urls = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        home = tmp_path_factory.mktemp("home")
        with demo_pages(home, urls, "--accounts", "20") as address, chromium() as browser:
            yield browser, address


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def walk(stage: tuple[Browser, str], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Walk]:
    """A visitor's window on a phone."""
    browser, address = stage
    kept = os.environ.get(PICTURES)
    name = request.node.name.replace(" ", "-").replace("[", "-").rstrip("]").removeprefix("test_")
    with window(browser, address, java_script_enabled=request.param) as page:
        walk = Walk(page, Path(kept) / name if kept else tmp_path)
        yield walk
        walk.seen("end")
        assert not walk.complaints
