"""The tests' database: on DATABASE_URL's server, or on the embedded one of KOSMOS_HOME (default: var/test).

It is made before Django reads its settings, migrated by the owner and used by the application's role, as in
production, and dropped when the tests are over.
"""

import os
from contextlib import ExitStack

os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
if not os.environ.get("DATABASE_URL"):
    os.environ.setdefault("KOSMOS_HOME", "var/test")

from kosmos.config.database import scratch_database

_open = ExitStack()
_open.enter_context(scratch_database())


def pytest_unconfigure() -> None:
    """Drop the tests' database, and stop the embedded server if nobody else uses it."""
    _open.close()
