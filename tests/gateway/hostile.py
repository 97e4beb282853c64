"""What a hostile network sends to a running gateway, and what it may hear: allowed statuses, none of our insides.

Each attack is a few bytes over a connection of its own. Honest requests go between them, and are answered in time.
"""

import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from urllib.parse import quote_from_bytes

from kosmos.payments.rails.tests.fuzz_targets import FUZZ_TARGETS
from kosmos.payments.rails.tests.fuzzing import BOMB, HOSTILE, OUTSIDE, mutations
from tests.gateway import cards
from tests.gateway.served import Served

SETTINGS = {
    "KOSMOS_ERIP": "127.0.0.1 service=4571",
    "KOSMOS_ASSIST_URL": "http://127.0.0.1:9",
    "KOSMOS_ASSIST_MERCHANT_ID": "732614",
    "KOSMOS_ASSIST_LOGIN": "merchant",
    "KOSMOS_ASSIST_PASSWORD": "secret word",
    "KOSMOS_ASSIST_SALT": "secret",
    **cards.SETTINGS,
}
"""A gateway that speaks all; ERIP unsigned, so that its reader of XML is reached."""
PATHS = (
    *("/rails/osmp/kiosk", "/rails/cyberplat/terminal", "/rails/sberbank/bank"),
    *("/rails/erip", "/rails/assist/push", "/rails/webpay/push", "/rails/bepaid/push", "/live/orders/x"),
)
ALLOWED = {200, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 431, 501, 503, 505}
HONEST_S = 5.0
ANSWER_S = 0.5
SIDES = 8
LEAK = re.compile(rb"Traceback|File \"|psycopg|django|kosmos\.|root:x|[a-z_]+\.py\b", re.IGNORECASE)
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
SEEDS = tuple(seed for target in FUZZ_TARGETS for seed in target.seeds if len(seed) < 20_000)
Attack = Callable[[Random], bytes]


def attack(gateway: Served, *, seconds: float, seed: int) -> int:
    """Attack for some seconds from several sides, with honest requests between; how often. AssertionError."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(SIDES) as sides:
        attacks = sum(sides.map(lambda side: _attack(gateway, until, Random(seed * SIDES + side)), range(SIDES)))
    assert not gateway.faults()
    return attacks


def _attack(gateway: Served, until: float, dice: Random) -> int:
    attacks = 0
    while time.monotonic() < until:
        for one in dice.sample(ATTACKS, 4):
            said = one(dice)
            _check(said, _send(gateway, said, dice))
            attacks += 1
        _honest(gateway, dice.randrange(10**9))
    return attacks


def _check(said: bytes, answer: bytes) -> None:
    words = f"{answer[:500]!r} for {said[:1_500]!r}"
    assert not answer or STATUS.match(answer), words
    assert {int(one) for one in STATUS.findall(answer)} <= ALLOWED, words
    assert not LEAK.search(answer), words


def _honest(gateway: Served, txn: int) -> None:
    begun = time.monotonic()
    status, answer = gateway.ask(f"GET {PATHS[0]}?command=check&txn_id={txn}&account=100482&sum=1.00")
    taken = time.monotonic() - begun
    assert status == 200, f"an honest request is answered {status}"
    assert f"<osmp_txn_id>{txn}</osmp_txn_id>" in answer, answer
    assert taken < HONEST_S, f"an honest request waits {taken:.1f} s"


def _send(gateway: Served, said: bytes, dice: Random) -> bytes:
    """Send bytes, at times in pieces, then be silent; what comes back until the other side closes or is silent too."""
    answer = b""
    with suppress(OSError), socket.create_connection(("127.0.0.1", gateway.port), timeout=ANSWER_S) as connection:
        for piece in _pieces(said, dice):
            connection.sendall(piece)
        while more := connection.recv(65_536):
            answer += more
    return answer


def _pieces(said: bytes, dice: Random) -> Iterator[bytes]:
    if dice.random() < 0.7 or len(said) < 2:
        yield said
        return
    at = dice.randrange(1, len(said))
    yield said[:at]
    time.sleep(0.01)
    yield said[at:]


def request(
    dice: Random, body: bytes, *headers: str, method: str = "POST", close: bool = True, path: str = ""
) -> bytes:
    """A request to some desk, its length as the headers say."""
    lines = [
        f"{method} {path or dice.choice(PATHS)} HTTP/1.1",
        "Host: gateway",
        *(["Connection: close"] if close else []),
    ]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def _sized(dice: Random, body: bytes) -> bytes:
    kinds = (
        "application/x-www-form-urlencoded",
        "text/xml; charset=windows-1251",
        "multipart/form-data; boundary=x",
        "%",
    )
    return request(dice, body, f"Content-Length: {len(body)}", f"Content-Type: {dice.choice(kinds)}")


def _rubbish(dice: Random) -> bytes:
    return dice.randbytes(dice.randint(1, 2_000))


def _nearly(dice: Random) -> bytes:
    """A real request with bytes turned anywhere, its head too."""
    return next(mutations((_sized(dice, dice.choice(SEEDS)),), dice))


def _altered(dice: Random) -> bytes:
    return _sized(dice, next(mutations(SEEDS, dice)))


def _altered_query(dice: Random) -> bytes:
    query = re.sub(rb"[\s#]", b"+", next(mutations(SEEDS[:12], dice)))
    return b"GET " + dice.choice(PATHS).encode() + b"?" + query + b" HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"


def _known_evil(dice: Random) -> bytes:
    return _sized(dice, dice.choice((*HOSTILE, BOMB, OUTSIDE))[:200_000])


def _evil_in_a_form(dice: Random) -> bytes:
    """Where ERIP looks for its XML."""
    evil = dice.choice((*HOSTILE, BOMB, OUTSIDE, next(mutations(SEEDS, dice))))[:20_000]
    body = b"XML=" + quote_from_bytes(evil).encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    return request(dice, body, f"Content-Length: {len(body)}", kind, path="/rails/erip")


def _wrong_length(dice: Random) -> bytes:
    body = dice.choice(SEEDS)
    lengths = ("0", "-1", "1e3", "0x10", "", " ", "9" * 30, "+5", "5,5", str(len(body) + 50), str(len(body) // 2), "٣")
    twice = [f"Content-Length: {len(body)}"] if dice.random() < 0.3 else []
    return request(dice, body, f"Content-Length: {dice.choice(lengths)}", *twice)


def _chunked(dice: Random) -> bytes:
    body = dice.choice(SEEDS)
    sizes = (
        f"{len(body):x}",
        "0",
        "-1",
        "ffffffffffffffff",
        "zz",
        f"{len(body) + 9:x}",
        f"{len(body):x};{'a' * 5_000}",
    )
    both = ["Content-Length: 4"] if dice.random() < 0.3 else []
    chunk = dice.choice(sizes).encode() + b"\r\n" + body + b"\r\n"
    return request(dice, chunk * dice.choice((1, 1, 400)) + b"0\r\n\r\n", "Transfer-Encoding: chunked", *both)


def _huge(dice: Random) -> bytes:
    match dice.randrange(4):
        case 0:
            return _sized(dice, b"a=" + b"b" * dice.randint(60_000, 3_000_000))
        case 1:
            return request(dice, b"", "X-A: " + "b" * dice.randint(1_000, 300_000))
        case 2:
            return request(dice, b"", *(f"X-{at}: 1" for at in range(2_000)))
    return request(dice, b"", "Content-Length: 0").replace(
        b" HTTP", b"?" + b"a=1&" * dice.randint(10, 50_000) + b" HTTP", 1
    )


def _pipelined(dice: Random) -> bytes:
    return b"".join(request(dice, b"", "Content-Length: 0", method=m, close=False) for m in dice.choices(METHODS, k=20))


def _any_method(dice: Random) -> bytes:
    return request(dice, b"", "Content-Length: 0", method=dice.choice(METHODS))


def _wrong_letters(dice: Random) -> bytes:
    letters = dice.choice(("абонент".encode("cp1251"), b"%D0", b"%ff%fe", b"\xd0", "ў".encode("utf-16"), b"%00", b"%"))
    return _altered_query(dice).replace(b"=", b"=" + letters, 1)


METHODS = ("GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "DELETE", "PATCH", "get", "PROPFIND")
ATTACKS: tuple[Attack, ...] = (
    *(_rubbish, _nearly, _altered, _altered, _altered_query, _known_evil, _evil_in_a_form, _wrong_length, _chunked),
    *(_huge, _pipelined, _any_method, _wrong_letters),
)
