"""Assist, as `kosmos bench intake` plays it: the pushes that it signs, and its answer when it is asked about an order.

Every order was paid. The answers come from a process of its own, which ends with the one that started it.
"""

import asyncio
import re
import socket
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kosmos.payments.rails.assist.answers import write_result
from kosmos.payments.rails.assist.codec import check_value
from kosmos.payments.rails.assist.messages import AskResult, AskState, Attempt, Done, Operation, OrderState, Result
from kosmos.payments.rails.assist.requests import read_request
from kosmos.payments.rails.wire.forms import write_form

PATH = "/rails/assist/push/"
MERCHANT, SALT = "732614", "bench"
SETTINGS = {
    "KOSMOS_ASSIST_MERCHANT_ID": MERCHANT,
    "KOSMOS_ASSIST_LOGIN": "bench",
    "KOSMOS_ASSIST_PASSWORD": "bench",
    "KOSMOS_ASSIST_SALT": SALT,
}
KOPECKS = 10_00
A_TURN = 5_000
"""So many orders each load has for itself."""
AT = datetime(2026, 11, 23, 13, tzinfo=UTC)
_PACKET = "23.11.2026 13:00:00"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def orders_of(turn: int, accounts: int) -> Iterator[str]:
    """The numbers of a load's orders, one for each push; each begins with its account's number, as ours do."""
    for place in range(turn * A_TURN, (turn + 1) * A_TURN):
        yield f"{1_000_000 + place % accounts}-{place:09}K"


def bill_of(number: str) -> str:
    """Assist's number of the attempt by which an order was paid."""
    return "".join(sign for sign in number if sign.isdecimal())


def write_push(number: str) -> bytes:
    """The push of an order that was paid, signed."""
    fields = {
        "merchant_id": MERCHANT,
        "ordernumber": number,
        "billnumber": f"{bill_of(number)}.1",
        "orderamount": "10.00",
        "ordercurrency": "BYN",
        "amount": "10.00",
        "currency": "BYN",
        "meantypename": "VISA",
        "meannumber": "411111****1111",
        "orderstate": "Approved",
        "responsecode": "AS000",
        "operationtype": "100",
        "packetdate": _PACKET,
        "checkvalue": check_value(f"{MERCHANT}{number}10.00BYNApproved", SALT),
    }
    return write_form(fields.items())


def acknowledgement(number: str) -> bytes:
    """What the answer to an order's push is to have in it."""
    order = f"<order><billnumber>{bill_of(number)}.1</billnumber><packetdate>{_PACKET}</packetdate></order>"
    return f'<pushpaymentresult firstcode="0" secondcode="0">{order}</pushpaymentresult>'.encode()


@contextmanager
def answering() -> Iterator[str]:
    """Assist answers, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "bench.intake_assist", str(door.fileno())]
        root = Path(__file__).parents[1]
        with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[door.fileno()], cwd=root):
            yield f"http://127.0.0.1:{door.getsockname()[1]}"


async def _answer(reader: StreamReader, writer: StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    _, asked = read_request(head.split(b" ", 2)[1].decode(), body)
    paid = (_paid(asked.number),) if isinstance(asked, AskState | AskResult) else ()
    told = write_result(Result(0, 0, paid), merchant_id=MERCHANT, salt=SALT)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n")
    writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(told), told))
    writer.close()


def _paid(number: str) -> Attempt:
    bill = bill_of(number)
    return Attempt(
        number=number,
        bill=bill,
        state=OrderState.APPROVED,
        order_kopecks=KOPECKS,
        order_currency="BYN",
        response_code="AS000",
        card="411111****1111",
        packet_at=AT,
        signs="orderamount",
        operations=(Done(f"{bill}.1", Operation.APPROVE, "Approved", KOPECKS, "BYN", "VISA"),),
    )


async def _serve(door: socket.socket) -> None:
    left = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), left.set)
    async with await asyncio.start_server(_answer, sock=door):
        await left.wait()


if __name__ == "__main__":
    asyncio.run(_serve(socket.socket(fileno=int(sys.argv[1]))))
