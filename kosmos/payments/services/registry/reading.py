"""What a statement says, and what would come of posting it: nothing is changed here."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from kosmos.kernel.garbage import no_collecting
from kosmos.kernel.sql import array, rows, statement, texts
from kosmos.payments.models import StatementProfile
from kosmos.payments.rails.registry.codec import read_statement
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.registry.profile import profile_of
from kosmos.payments.rails.wire.lines import BadLine, Line
from kosmos.payments.services.both_ways import came_online

AT_ONCE = 20_000
_PLAIN = (True, None)
"""Of a line: its account is ours, and its reference is new."""
Credits = Sequence[Line[Credit]]


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as it was read: its credits in the order of their lines, and the lines that are bad."""

    credits: list[Line[Credit]]
    bad: list[BadLine]

    @property
    def kopecks(self) -> int:
        """What the credits come to."""
        return sum(line.read.amount_kopecks for line in self.credits)

    def in_posting_order(self) -> tuple[Credits, Credits]:
        """The first line of each reference, by accounts, those of an account as they stand; then the other lines."""
        firsts: dict[str, Line[Credit]] = {}
        others = [line for line in self.credits if firsts.setdefault(line.read.reference, line) is not line]
        return sorted(firsts.values(), key=lambda line: line.read.account), others


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be posted: ``code`` says why, ``field`` where in it."""

    line: int
    code: str
    field: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Foresight:
    """What posting would do: lines that are new, here already, without an account of ours, and those with a fault."""

    fresh: int
    fresh_kopecks: int
    repeated: int
    unknown: list[Line[Credit]]
    faults: list[Fault]

    @property
    def unknown_kopecks(self) -> int:
        """What would go to the suspense account."""
        return sum(line.read.amount_kopecks for line in self.unknown)


@no_collecting()
def read_content(profile: StatementProfile, content: bytes) -> Read:
    """Read a whole statement."""
    read = Read([], [])
    for line in read_statement(profile_of(profile.form), io.BytesIO(content)):
        if isinstance(line, BadLine):
            read.bad.append(line)
        elif isinstance(line.read, Credit):
            read.credits.append(cast("Line[Credit]", line))
    return read


def foresee(provider: str, read: Read) -> Foresight:
    """Look every credit up: whose it is, and whether its reference was posted before, or stands in the file twice."""
    faults = [Fault(line.number, line.error.code, line.error.field, line.error.detail) for line in read.bad]
    seen: dict[str, tuple[str, int]] = {}
    unknown: list[Line[Credit]] = []
    count = kopecks = 0
    for first in range(0, len(read.credits), AT_ONCE):
        part = read.credits[first : first + AT_ONCE]
        special = known(provider, part)
        for place, line in enumerate(part):
            credit = line.read
            said = (credit.account, credit.amount_kopecks)
            whose, kept = special.get(place, _PLAIN)
            before = kept or seen.setdefault(credit.reference, said)
            if before is said:
                count, kopecks = count + 1, kopecks + credit.amount_kopecks
                if not whose:
                    unknown.append(line)
            elif before != said:
                faults.append(Fault(line.number, "other_payment", "reference"))
    others = len(faults) - len(read.bad)
    faults.sort(key=lambda fault: fault.line)
    return Foresight(count, kopecks, len(read.credits) - count - others, unknown, faults)


def known(provider: str, lines: Credits) -> dict[int, tuple[bool, tuple[str, int] | None]]:
    """Lines by their places that are of nobody, or came before: whether the account is ours, and what came then.

    A line that names the account on which finance put the payment says what is known, as does one of a payment that the
    provider told of online.
    """
    parameters = {
        "provider": provider,
        "places": array(range(len(lines))),
        "references": texts(line.read.reference for line in lines),
        "numbers": texts(line.read.account for line in lines),
    }
    found = rows(statement("payments", "foresee_statement"), parameters)
    special: dict[int, tuple[bool, tuple[str, int] | None]] = {}
    for place, account_id, said, kopecks, put_on in found:
        agrees = put_on is not None and put_on == account_id
        number = lines[place].read.account if agrees else said
        special[place] = (account_id is not None, None if kopecks is None else (number, kopecks))
    online = came_online(provider, [line.read.reference for line in lines])
    for place, line in enumerate(lines if online else ()):
        if one := online.get(line.read.reference):
            special[place] = (True, one.as_told_by(line.read))
    return special
