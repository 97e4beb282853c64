"""A crowd lived in a process and a database of its own: `python -m tests.engine.page_world ACCOUNTS SEED`.

Says as JSON what was seen of it, how often, and what did not hold.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"

from kosmos.config.database import scratch_database


def main(accounts: int, seed: int) -> None:
    """Live and tell."""
    with scratch_database():
        from tests.engine.page_crowd import Crowd  # noqa: PLC0415 - needs Django set up

        crowd = Crowd(seed, accounts)
        crowd.live()
    sys.stdout.write(json.dumps({"seen": crowd.seen, "broken": crowd.broken[:20]}, default=str) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
