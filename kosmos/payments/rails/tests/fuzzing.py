"""Decoders under fire: whatever the bytes are, nothing but MessageError leaves them, soon and with little memory."""

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from kosmos.payments.rails.wire.errors import MessageError

MOST_SECONDS = 2.0
"""The processor time that one message may take; most take less than a thousandth of it."""
MOST_MEMORY = 40_000_000
MOST_OUTCOMES = 500
MOST_SEED_BYTES = 10_000

_LAUGHS = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a0 "ha">{_LAUGHS}]><response>&a9;</response>'.encode()
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><response><result>&x;</result></response>'
HOSTILE = (
    b"",
    b"\x00" * 100,
    b"\xff\xfe\x00",
    BOMB,
    OUTSIDE,
    b"<a>" * 60_000,
    b"<a>" * 10_000 + b"</a>" * 10_000,
    b"<response>" + b"<x/>" * 15_000 + b"</response>",
    b"<response " + b" ".join(b'a%d="1"' % at for at in range(5_000)) + b"/>",
    b'<?xml version="1.0" encoding="utf-7"?><response/>',
    b'<?xml version="1.0" encoding="utf-16"?><response/>',
    b"[" * 60_000,
    b'{"a":' * 20_000,
    b'{"a": NaN, "b": 1e999999, "c": ' + b"9" * 20_000 + b"}",
    b"&".join(b"a%d=1" % at for at in range(5_000)),
    b"a=" + b"%" * 5_000,
    b"command=check&txn_id=1&account=%ff&sum=1",
    b"x" * 6_000_000,
    b"\n" * 300_000,
    b'"' + b"x\n" * 100_000,
    b"^" * 200_000,
    b"sum=" + "\u0661\u0662".encode(),
)
"""Bytes that have brought other readers down."""


@dataclass(frozen=True, slots=True)
class FuzzTarget:
    """A decoder of a rail and real messages to begin from."""

    rail: str
    name: str
    decode: Callable[[bytes], object]
    seeds: tuple[bytes, ...]

    def __str__(self) -> str:
        return f"{self.rail}-{self.name}"


def signed_anew(body: bytes, name: str, sign: Callable[[dict[str, str]], str]) -> bytes:
    """An altered form with a right signature again, so that what is behind the signature is shot at too."""
    fields = {key.lower(): value for key, value in parse_qsl(body[:65_536].decode("utf-8", "replace"))}
    fields.pop(name, "")
    return urlencode({**fields, name: sign(fields)}).encode()


def shoot(target: FuzzTarget, body: bytes) -> tuple[str, str]:
    """Give a decoder some bytes; AssertionError if anything but a message or MessageError comes of them, or late.

    What came of them: the error's code and field, or the message's kind.
    """
    begun = time.thread_time()
    try:
        outcome = ("", type(target.decode(body)).__name__)
    except MessageError as error:
        assert str(error)
        outcome = (error.code, error.field[:30])
    except BaseException as error:
        raise AssertionError(f"{target}: {type(error).__name__} of {body[:2_000]!r}") from error
    taken = time.thread_time() - begun
    assert taken < MOST_SECONDS, f"{target}: {taken:.1f} s for {len(body)} bytes: {body[:200]!r}"
    return outcome


def mutations(seeds: Sequence[bytes], dice: random.Random) -> Iterator[bytes]:
    """Messages with bytes turned, cut out, doubled, swapped and put in, without an end; seeds may be added."""
    while True:
        body = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(1, 6)):
            _mutate(body, dice, seeds)
        yield bytes(body)


def _mutate(body: bytearray, dice: random.Random, seeds: Sequence[bytes]) -> None:
    begin = dice.randrange(len(body) + 1)
    end = min(len(body), begin + dice.randint(1, 20))
    match dice.randrange(6):
        case 0 if begin < len(body):
            body[begin] = dice.randrange(256)
        case 1:
            del body[begin:end]
        case 2:
            body[begin:begin] = body[begin:end] * dice.randint(1, 50)
        case 3:
            other = dice.choice(seeds)
            at = dice.randrange(len(other) + 1)
            body[begin:end] = other[at : at + dice.randint(1, 60)]
        case 4:
            body[begin:begin] = dice.choice(SPICES)
        case _:
            body[begin:end] = dice.randbytes(end - begin)


SPICES = (
    b"\x00", b"-", b"+1", b"1e5", b"NaN", b"9" * 30, b"%00", b"%D1%8F", b"\xd1\x8f", b"&lt;", b"&#0;", b"&#x110000;",
    b"<![CDATA[", b"]]>", b"<!--", b"<?x", b"\r", b"\n", b"\t", b"^", b'"', b";", b"=", b"&", b"\\ud800", b"{", b"[",
    b"99991231235959", b"00000000000000", b"20240230000000", "\u0661".encode(), b"\xef\xbb\xbf", b",", b".", b"null",
)  # fmt: skip


def hammer(target: FuzzTarget, *, seconds: float = 0, rounds: int = 0, seed: int = 0) -> int:
    """Shoot for a time or a number of rounds at one decoder; how many shots there were. AssertionError.

    Whatever brings about an outcome that was not seen yet is a seed from then on, so that shots reach ever deeper.
    """
    dice, shots, seeds = random.Random(f"{target}-{seed}"), 0, list(target.seeds)
    stop, seen = time.monotonic() + seconds, {shoot(target, body) for body in target.seeds}
    for body in mutations(seeds, dice):
        if shots >= rounds and time.monotonic() >= stop:
            return shots
        outcome = shoot(target, body)
        if outcome not in seen and len(seen) < MOST_OUTCOMES and len(body) < MOST_SEED_BYTES:
            seen.add(outcome)
            seeds.append(body)
        shoot(target, dice.randbytes(dice.randint(0, 300)))
        shots += 2
    return shots


def memory_of(target: FuzzTarget, body: bytes) -> int:
    """The most memory that a decoder takes for some bytes."""
    tracemalloc.start()
    try:
        shoot(target, body)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
