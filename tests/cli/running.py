"""The command kosmos in processes of its own, as a person or a program runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KOSMOS = Path(sys.executable).with_name("kosmos")
BLANK = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "KOSMOS_HOME")


def kosmos(*words: object, urls: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a command with these settings and no others; what it said, and how it ended."""
    environment = {name: value for name, value in os.environ.items() if name not in BLANK} | dict(urls)
    return subprocess.run(
        [KOSMOS, *map(str, words)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def said(*words: object, urls: Mapping[str, str], status: int = 0) -> str:
    """What a command says in words."""
    run = kosmos(*words, urls=urls)
    assert run.returncode == status, run.stderr
    return run.stdout if status == 0 else run.stderr


def told(*words: object, urls: Mapping[str, str], status: int = 0) -> Any:
    """What it tells programs, on one line."""
    run = kosmos(*words, "--json", urls=urls)
    assert run.returncode == status, run.stderr
    assert run.stdout.count("\n") == 1
    return json.loads(run.stdout)


def one_line(run: "subprocess.CompletedProcess[str]") -> str:
    """The one clear line of a command that cannot go on."""
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1, run.stderr
    assert run.stderr.startswith("kosmos: ")
    return run.stderr
