"""Messages of CyberPlat as bytes, written by hand."""

from datetime import UTC, datetime

from kosmos.payments.rails.cyberplat.codec import CyberPlat
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Check, Extra, Pay, Request, Result, Status
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

CODEC = CyberPlat()
PAID_AT = datetime(2005, 9, 20, 12, 53, tzinfo=UTC)
"""15:53 by the clock of Minsk in that summer."""

REQUESTS: tuple[tuple[bytes, Request], ...] = (
    (b"action=check&number=00200022&amount=25.34", Check("", "00200022", 2534)),
    (
        b"action=payment&number=00200022&amount=25.34&receipt=3567264&date=2005-09-20T15:53:00",
        Pay("3567264", "00200022", 2534, PAID_AT),
    ),
    (
        b"action=payment&number=00200022&type=1&amount=25.34&receipt=3567264&date=2005-09-20T15:53:00&mes=a+b"
        b"&additional=%D1%8F",
        Pay("3567264", "00200022", 2534, PAID_AT, Extra(pay_type="1", data=(("mes", "a b"), ("additional", "я")))),
    ),
    (b"action=cancel&receipt=3567264", Cancel("3567264", payment_txn_id="3567264")),
    (b"action=status&receipt=3567264", Status("3567264")),
)

HEADER = b'<?xml version="1.0" encoding="UTF-8"?>'
ANSWERS: tuple[tuple[bytes, Answer], ...] = (
    (
        HEADER + b"<response><code>0</code><authcode>2016</authcode><date>2005-09-20T15:53:00</date>"
        b"<message>OK</message></response>",
        Answer(Result.OK, number="2016", comment="OK", answered_at=PAID_AT),
    ),
    (HEADER + b"<response><code>2</code></response>", Answer(Result.ACCOUNT_UNKNOWN)),
    (
        HEADER + "<response><code>11</code><message>позже</message></response>".encode(),
        Answer(Result.TEMPORARY, comment="позже"),
    ),
)

TARGETS = (
    FuzzTarget("cyberplat", "request", CODEC.read_request, tuple(body for body, _ in REQUESTS)),
    FuzzTarget("cyberplat", "answer", CODEC.read_answer, tuple(body for body, _ in ANSWERS)),
)
