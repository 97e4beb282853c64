"""What a statement says, and what would come of posting it: nothing is changed here."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from kosmos.kernel.sql import array, rows, statement
from kosmos.payments.agents import number_in
from kosmos.payments.models import StatementProfile
from kosmos.payments.rails.registry.codec import read_statement
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.registry.profile import profile_of
from kosmos.payments.rails.wire.lines import BadLine, Line

AT_ONCE = 20_000
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


def read_content(profile: StatementProfile, content: bytes) -> Read:
    """Read a whole statement."""
    read = Read([], [])
    for line in read_statement(profile_of(profile.form), io.BytesIO(content)):
        if isinstance(line, BadLine):
            read.bad.append(line)
        elif isinstance(line.read, Credit):
            read.credits.append(Line(line.number, line.read))
    return read


def foresee(provider: str, read: Read) -> Foresight:
    """Look every credit up: whose it is, and whether its reference was posted before, or stands in the file twice."""
    faults = [Fault(line.number, line.error.code, line.error.field, line.error.detail) for line in read.bad]
    seen: dict[str, tuple[str, int]] = {}
    unknown: list[Line[Credit]] = []
    count = kopecks = 0
    for first in range(0, len(read.credits), AT_ONCE):
        part = read.credits[first : first + AT_ONCE]
        for line, (account_id, kept) in zip(part, known(provider, part), strict=True):
            credit = line.read
            before = kept or seen.get(credit.reference)
            said = (number_in(credit.account), credit.amount_kopecks)
            if before is None:
                seen[credit.reference] = said
                count, kopecks = count + 1, kopecks + credit.amount_kopecks
                if account_id is None:
                    unknown.append(line)
            elif before != said:
                faults.append(Fault(line.number, "other_payment", "reference"))
    others = len(faults) - len(read.bad)
    faults.sort(key=lambda fault: fault.line)
    return Foresight(count, kopecks, len(read.credits) - count - others, unknown, faults)


def known(provider: str, lines: Credits) -> list[tuple[int | None, tuple[str, int] | None]]:
    """For each line the account that has its number, and account's number and sum of the payment with its reference.

    A line that names the account on which finance put the payment says what is known.
    """
    found: list[tuple[int | None, tuple[str, int] | None]] = [(None, None)] * len(lines)
    parameters = {
        "provider": provider,
        "places": array(range(len(lines))),
        "references": [line.read.reference for line in lines],
        "numbers": [number_in(line.read.account) for line in lines],
    }
    for place, account_id, said, kopecks, put_on in rows(statement("payments", "foresee_statement"), parameters):
        agrees = put_on is not None and put_on == account_id
        number = number_in(lines[place].read.account if agrees else said or "")
        found[place] = (account_id, None if kopecks is None else (number, kopecks))
    return found
