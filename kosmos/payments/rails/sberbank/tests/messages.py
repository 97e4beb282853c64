"""Messages of Sberbank's variant as bytes, written by hand."""

from datetime import UTC, datetime

from kosmos.payments.rails.osmp.messages import Answer, Cancel, Check, Pay, Request, Result, Status
from kosmos.payments.rails.sberbank.codec import Sberbank
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

CODEC = Sberbank()
PAID_AT = datetime(2026, 11, 23, 9, 53, 7, tzinfo=UTC)

REQUESTS: tuple[tuple[bytes, Request], ...] = (
    (b"ACTION=check&ACCOUNT=100482&AMOUNT=25.34&PAY_ID=77", Check("77", "100482", 2534)),
    (b"ACTION=check&ACCOUNT=100482", Check("", "100482")),
    (
        b"ACTION=payment&ACCOUNT=100482&AMOUNT=25.34&PAY_ID=77&PAY_DATE=23.11.2026_12:53:07",
        Pay("77", "100482", 2534, PAID_AT),
    ),
    (b"ACTION=cancel&PAY_ID=77", Cancel("77", payment_txn_id="77")),
    (b"ACTION=status&PAY_ID=77", Status("77")),
)

HEADER = b'<?xml version="1.0" encoding="utf-8"?>'
ANSWERS: tuple[tuple[bytes, Answer], ...] = (
    (
        HEADER + b"<response><CODE>0</CODE><MESSAGE>OK</MESSAGE><EXT_ID>2016</EXT_ID><AMOUNT>25.34</AMOUNT>"
        b"<REG_DATE>23.11.2026_12:53:07</REG_DATE></response>",
        Answer(Result.OK, number="2016", amount_kopecks=2534, comment="OK", answered_at=PAID_AT),
    ),
    (HEADER + b"<response><CODE>5</CODE></response>", Answer(Result.ACCOUNT_UNKNOWN)),
)

TARGETS = (
    FuzzTarget("sberbank", "request", CODEC.read_request, tuple(body for body, _ in REQUESTS)),
    FuzzTarget("sberbank", "answer", CODEC.read_answer, tuple(body for body, _ in ANSWERS)),
)
