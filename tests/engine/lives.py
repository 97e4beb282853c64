"""One world lived under all watchers, in a process and a database of its own: `python -m tests.engine.lives SEED`.

Says as JSON what each watcher saw, how often, and what did not hold.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"

from kosmos.config.database import scratch_database


def main(seed: int) -> None:
    """Live and tell."""
    with scratch_database():
        from tests.engine.watchers import Crowds, Forecasts, Previews, Returns  # noqa: PLC0415 - needs Django set up
        from tests.engine.worlds import Watcher, live  # noqa: PLC0415

        watchers: list[Watcher] = [Previews(), Forecasts(), Returns(), Crowds()]
        live(seed, watchers)
    told = {type(one).__name__: {"seen": one.seen, "broken": one.broken[:20]} for one in watchers}
    sys.stdout.write(json.dumps(told, default=str) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
