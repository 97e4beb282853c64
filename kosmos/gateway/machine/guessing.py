"""Account numbers are not to be found out by asking: who asks much for what there is not waits for each answer.

Only answers "no such account" wait, so that an agent's honest payers are not slowed by a guesser beside them.
"""

from dataclasses import dataclass, field

FREE = 30
"""Unknown accounts that an agent may ask for at once; one more each second."""
LONGEST_S = 8.0
SAY_EVERY_S = 60.0


@dataclass
class Misses:
    """How often one agent lately asked for accounts that there are not; of ``processes`` each sees its share alone."""

    processes: int = 1
    level: float = 0.0
    counted_at: float = 0.0
    said_at: float = field(default=float("-inf"))

    def count(self, at: float) -> float:
        """Count one more, at a moment of the monotonic clock; for how many seconds its answer waits."""
        self.level, self.counted_at = self._lately(at) + self.processes, at
        over = self.level - FREE
        return min(over * 0.1, LONGEST_S) if over > 0 else 0.0

    def take_over(self, level: float, at: float) -> None:
        """What was counted elsewhere holds here too."""
        if level > self._lately(at):
            self.level, self.counted_at = level, at

    def are_many(self, at: float) -> bool:
        """Whether it guesses, so that one more would wait."""
        return self._lately(at) >= FREE

    def _lately(self, at: float) -> float:
        return max(self.level - (at - self.counted_at), 0.0)

    def is_to_be_said(self, at: float) -> bool:
        """Whether the audit hears of it now: when it begins, and each minute while it goes on."""
        if self.level <= FREE or at - self.said_at < SAY_EVERY_S:
            return False
        self.said_at = at
        return True
