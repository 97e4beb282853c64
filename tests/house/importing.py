"""Says which modules cannot be imported first, before any other of Kosmos: each is tried in a process of its own."""

import importlib
import os
import sys
import traceback
from pathlib import Path

import django

from tests.house.tree import files

SETTINGS = "kosmos.config.settings"


def modules(root: Path) -> list[str]:
    """Every module of kosmos and bench, their tests and migrations aside."""
    paths = [path.relative_to(root) for package in ("kosmos", "bench") for path in files(root / package, ".py")]
    wanted = [path for path in paths if not {"tests", "migrations"} & set(path.parts)]
    return [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in wanted]


def fault_of(module: str) -> bool:
    """Whether a module cannot be imported; its last words go to the standard error."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    try:
        importlib.import_module(module)
    except BaseException:
        sys.stderr.write(f"{module}: {traceback.format_exc().splitlines()[-1]}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    faults = [module for module in modules(Path.cwd()) if fault_of(module)]
    sys.exit(1 if faults else 0)
