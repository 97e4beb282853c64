"""What a page showed before it was confirmed is what happened afterwards, to the kopeck.

`PREVIEW_ACCOUNTS` in the environment asks for fewer accounts than two thousand, or for more; a crowd is a seed and a
number of accounts (`python -m tests.engine.page_world ACCOUNTS SEED` lives it again).
"""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.engine.page_actions import ACTIONS

ROOT = Path(__file__).parents[2]
ACCOUNTS = int(os.environ.get("PREVIEW_ACCOUNTS", "2000"))
SEEDS = range(1, 9)
AT_ONCE = 2
RARELY = 200
"""Of so many accounts at least one does each thing."""


@pytest.fixture(scope="module")
def crowds() -> tuple[Counter[str], list[str]]:
    """All crowds, lived once: what was seen, and what did not hold."""
    seen: Counter[str] = Counter()
    broken: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for told in pool.map(lived, SEEDS):
            seen.update(told["seen"])
            broken += told["broken"]
    return seen, broken


def lived(seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.engine.page_world", str(-(-ACCOUNTS // len(SEEDS))), str(seed)]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_what_was_shown_is_what_happened(crowds: tuple[Counter[str], list[str]]) -> None:
    seen, broken = crowds
    assert broken == []
    assert seen["visits"] >= ACCOUNTS
    assert seen["confirmed"] >= ACCOUNTS
    assert seen["taken effect"] >= ACCOUNTS // 5


def test_every_action_of_the_pages_was_among_it(crowds: tuple[Counter[str], list[str]]) -> None:
    seen, _ = crowds
    rare = {name: seen[name] for name in ACTIONS if seen[name] < max(1, ACCOUNTS // RARELY)}
    assert rare == {}
    assert seen["helped"] >= ACCOUNTS // 20
    assert seen["lasted"] >= ACCOUNTS // 100
