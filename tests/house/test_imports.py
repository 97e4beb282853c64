"""Every module can be the first to be imported: none lives on the order in which others were."""

import os
import subprocess
import sys

from tests.house.tree import ROOT


def test_every_module_can_be_imported_first() -> None:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KOSMOS_", "DATABASE_"))}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.house.importing"], cwd=ROOT, env=kept, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, "\n" + ran.stderr
