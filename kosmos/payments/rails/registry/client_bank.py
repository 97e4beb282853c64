"""1C's exchange with client-banks: `1CClientBankExchange`, keys and values, a section for each document.

Only incoming documents are read: those whose recipient is one of our accounts, by the profile or the statement's own
``РасчСчет``; where neither says any, those that have the date of arrival.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from kosmos.payments.rails.registry.profile import Profile
from kosmos.payments.rails.registry.reading import Reader
from kosmos.payments.rails.registry.tables import StatementLine
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.lines import BadLine, Line, lines_of

FIRST = "1CClientBankExchange"
BEGIN, END, LAST = "СекцияДокумент", "КонецДокумента", "КонецФайла"
OUR_ACCOUNT = "РасчСчет"
RECIPIENT = ("ПолучательСчет", "ПолучательРасчСчет")
ARRIVED = "ДатаПоступило"
MOST_ACCOUNTS = 200


@dataclass(slots=True)
class _Document:
    """A section that is being read, and the line it began at."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    error: MessageError | None = None

    def add(self, key: str, value: str, number: int) -> None:
        """A key said once. A fault is kept for the section's end."""
        if key not in self.values:
            self.values[key] = value
        elif self.error is None:
            self.error = MessageError("repeated", key, line=number)


def read_client_bank(profile: Profile, stream: BinaryIO) -> Iterator[StatementLine]:
    """Each incoming document in turn; faults as bad lines, a file that was cut off too. Never raises MessageError."""
    reader, own = Reader(profile), set(profile.own_accounts)
    used = {str(place) for place in reader.places} | {*RECIPIENT, ARRIVED}
    document: _Document | None = None
    number, ended = 0, False
    for number, text in lines_of(stream, profile.encoding):
        if number == 1 and (isinstance(text, BadLine) or text.strip() != FIRST):
            yield BadLine(1, MessageError("unknown_value", FIRST, line=1, detail="another file"))
        if isinstance(text, BadLine):
            if document:
                document.error = document.error or text.error
            elif number > 1:
                yield text
            continue
        key, _, value = text.partition("=")
        key = key.strip()
        if key in _MARKS and (document or key == BEGIN):
            line = _finished(document, reader, own, whole=key == END) if document else None
            document = _Document(number) if key == BEGIN else None
            if line:
                yield line
        elif document:
            if key in used:
                document.add(key, value.strip(), number)
        elif key == OUR_ACCOUNT and value and len(own) < MOST_ACCOUNTS:
            own.add(value.strip())
        ended = ended or key == LAST
    if not ended:
        yield BadLine(number + 1, MessageError("missing", LAST, line=number + 1))


_MARKS = frozenset({BEGIN, END, LAST})


def _finished(document: _Document, reader: Reader, own: set[str], *, whole: bool) -> StatementLine | None:
    """What a section says; None if it is not of incoming money."""
    number, said = document.number, document.values
    if not whole:
        return BadLine(number, MessageError("missing", END, line=number))
    if document.error:
        return BadLine(document.error.line or number, document.error)
    if not _is_incoming(said, own):
        return None
    try:
        values = [said.get(str(place), "") for place in reader.places]
        return Line(number, reader.credit(values)) if reader.wanted(values) else None
    except MessageError as error:
        return BadLine(number, error.at(number))


def _is_incoming(values: Mapping[str, str], own: set[str]) -> bool:
    if own:
        return any(values.get(key) in own for key in RECIPIENT)
    return bool(values.get(ARRIVED))
