"""Crowds lived in a process and a database of its own: `python -m tests.engine.page_world ACCOUNTS SEED...`.

Says as JSON what was seen of them, how often, and what did not hold.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence

os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"

from kosmos.config.database import scratch_database


def main(accounts: int, seeds: Sequence[int]) -> None:
    """Let each crowd live, undo it, and tell."""
    seen: Counter[str] = Counter()
    broken: list[str] = []
    with scratch_database():
        from kosmos.charging.imagining import imagined  # noqa: PLC0415 - needs Django set up
        from tests.engine.page_crowd import Crowd  # noqa: PLC0415

        for seed in seeds:
            with imagined():
                crowd = Crowd(seed, accounts)
                crowd.live()
            seen.update(crowd.seen)
            broken += crowd.broken[:20]
    sys.stdout.write(json.dumps({"seen": seen, "broken": broken}, default=str) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(seed) for seed in sys.argv[2:]])
