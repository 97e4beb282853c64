"""Messages of OSMP as bytes, written by hand."""

import io
from datetime import UTC, datetime

from kosmos.payments.rails.osmp.codec import CancelNames, Osmp
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Check, Extra, Pay, Request, Result, Status
from kosmos.payments.rails.osmp.registry import RegistryForm, read_registry
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

OURS, THEIRS = Osmp(), Osmp(cancel_names=CancelNames.CANCEL_TXN_ID)
PAID_AT = datetime(2005, 8, 15, 8, 1, 33, tzinfo=UTC)
"""12:01:33 by the clock of Moscow in that summer."""

REQUESTS: tuple[tuple[Osmp, bytes, Request], ...] = (
    (OURS, b"command=check&txn_id=1234567&account=0957835959&sum=10.45", Check("1234567", "0957835959", 1045)),
    (OURS, b"command=check&txn_id=1234567&account=0957835959", Check("1234567", "0957835959")),
    (
        OURS,
        b"command=pay&txn_id=1234567&txn_date=20050815120133&account=0957835959&sum=10.45",
        Pay("1234567", "0957835959", 1045, PAID_AT),
    ),
    (
        OURS,
        b"command=pay&txn_id=1234567&txn_date=20050815120133&account=0957835959&sum=10.45&trm_id=77&pay_type=1"
        b"&prv_id=5&ccy=BYN&data1=%D1%83%D0%BB.+1&data2=x",
        Pay("1234567", "0957835959", 1045, PAID_AT, Extra("77", "1", "5", "BYN", (("data1", "ул. 1"), ("data2", "x")))),
    ),
    (OURS, b"command=cancel&txn_id=1234568&prv_txn=2016", Cancel("1234568", payment_number="2016")),
    (
        THEIRS,
        b"command=cancel&txn_id=1234568&cancel_txn_id=1234567&cancel_txn_date=20050815120133&account=1&sum=10.45",
        Cancel("1234568", payment_txn_id="1234567", paid_at=PAID_AT, account="1", amount_kopecks=1045),
    ),
    (OURS, b"command=status&txn_id=1234567", Status("1234567")),
)

HEADER = b'<?xml version="1.0" encoding="UTF-8"?>'
ANSWERS: tuple[tuple[bytes, Answer], ...] = (
    (
        HEADER + b"<response><osmp_txn_id>1234567</osmp_txn_id><prv_txn>2016</prv_txn><sum>10.45</sum>"
        b"<result>0</result><comment>OK</comment></response>",
        Answer(Result.OK, "1234567", "2016", 1045, "OK"),
    ),
    (
        HEADER + b"<response><osmp_txn_id>1234567</osmp_txn_id><result>5</result></response>",
        Answer(Result.ACCOUNT_UNKNOWN, "1234567"),
    ),
    (
        HEADER + b'<response><osmp_txn_id>1</osmp_txn_id><result>0</result><fields><field1 name="a &amp; b">1</field1>'
        b'<field2 name="c">&lt;2&gt;</field2></fields></response>',
        Answer(Result.OK, "1", named=(("a & b", "1"), ("c", "<2>"))),
    ),
)

REGISTRY = (
    b"1234567\t2005-08-15\t12:01:33\t0957835959\t10.45\n"
    b"1234568\t2005-08-15\t12:01:33\t0957835960\t1.00\n"
    b"Total:\t2\t11.45\n"
)


def _registry(body: bytes) -> object:
    return list(read_registry(io.BytesIO(body), RegistryForm()))


TARGETS = (
    FuzzTarget("osmp", "request", OURS.read_request, tuple(body for codec, body, _ in REQUESTS if codec is OURS)),
    FuzzTarget("osmp", "cancel by txn", THEIRS.read_request, tuple(b for codec, b, _ in REQUESTS if codec is THEIRS)),
    FuzzTarget("osmp", "answer", OURS.read_answer, tuple(body for body, _ in ANSWERS)),
    FuzzTarget("osmp", "registry", _registry, (REGISTRY,)),
)
