"""Files of ERIP as bytes, written by hand from the published order of their fields."""

import io
from datetime import UTC, datetime

from kosmos.payments.rails.erip.file_kinds import DEMANDS, KINDS, PAYMENTS, RECEIPT, REVERSALS, TRANSFERS, Kind
from kosmos.payments.rails.erip.file_messages import (
    DemandRecord,
    DemandsHeader,
    Header,
    PaymentRecord,
    PaymentsHeader,
    ReceiptHeader,
    ReceiptRecord,
    Record,
    ReversalRecord,
    TransferHeader,
    TransferRecord,
)
from kosmos.payments.rails.erip.files import read_file
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

SENT = datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)
PAID = datetime(2026, 11, 23, 6, 1, 2, tzinfo=UTC)
BACK = datetime(2026, 11, 23, 7, 1, 2, tzinfo=UTC)
BILLED = datetime(2026, 10, 31, 21, 0, 0, tzinfo=UTC)
WHO = ("100482", "Янковский Іван Ў.", "Минск, ул. Сурганова, 1", "11.2026")
WHO_TEXT = "100482^Янковский Іван Ў.^Минск, ул. Сурганова, 1^11.2026"
WHERE = ("6180433", "77", "T-1", "MS", "info")
WHERE_TEXT = "6180433^77^T-1^MS^info"

DEMANDS_TEXT = (
    "5^12345678^7^20261123132030^2^200988541^AKBBBY2X^BY13AKBB30120000000000000000^4567^933^PS\r\n"
    f"2^{WHO_TEXT}^25.90^0.00^20261123132030^К оплате 25,90^^^^^^\r\n"
    "2^100483^^^^0.00^0.10^20261123132030^^x^^^^^\r\n"
)
RECEIPT_TEXT = (
    "5^ERIP^9^20261123132030^7^20261123132030^1^есть ошибки^1\r\n1^неверный лицевой счёт^2;100482;Янковский\r\n"
)
PAYMENTS_TEXT = (
    "5^12345678^8^20261123132030^1^AGENT^200988541^933^25.90^0.00\r\n"
    f"1^55^{WHO_TEXT}^25.90^0.00^20261123090102^^20261101000000^{WHERE_TEXT}^AKBBBY2X^data^1^2\r\n"
)
TRANSFERS_TEXT = (
    "5^12345678^8^20261123132030^1^AGENT^200988541^AKBBBY2X^BY13AKBB30120000000000000000^4711^20261123132030^933"
    "^25.90^0.00^25.60^BANKBY2X^BY13BANK30120000000000000000^\r\n"
    f"1^55^{WHO_TEXT}^25.90^0.00^25.60^20261123090102^^^{WHERE_TEXT}^data^1^2\r\n"
)
REVERSALS_TEXT = (
    "5^12345678^8^20261123132030^1^AGENT^200988541^933^25.90^0.00\r\n"
    f"1^55^{WHO_TEXT}^25.90^0.00^20261123090102^20261123100102^^^{WHERE_TEXT}^AKBBBY2X^data^1^2\r\n"
)
_IBAN = "BY13AKBB30120000000000000000"

FILES: tuple[tuple[Kind, str, Header, tuple[Record, ...]], ...] = (
    (
        DEMANDS,
        DEMANDS_TEXT,
        DemandsHeader("5", "12345678", "7", SENT, 2, "200988541", "AKBBBY2X", _IBAN, "4567", "933", "PS"),
        (
            DemandRecord(*WHO, 2590, 0, SENT, "К оплате 25,90"),
            DemandRecord("100483", "", "", "", 0, 10, SENT, data="x"),
        ),
    ),
    (
        RECEIPT,
        RECEIPT_TEXT,
        ReceiptHeader("5", "ERIP", "9", SENT, "7", SENT, 1, "есть ошибки", 1),
        (ReceiptRecord("1", "неверный лицевой счёт", "2;100482;Янковский"),),
    ),
    (
        PAYMENTS,
        PAYMENTS_TEXT,
        PaymentsHeader("5", "12345678", "8", SENT, 1, "AGENT", "200988541", "933", 2590),
        (PaymentRecord("1", "55", *WHO, 2590, 0, PAID, "", BILLED, *WHERE, "AKBBBY2X", "data", "1", "2"),),
    ),
    (
        TRANSFERS,
        TRANSFERS_TEXT,
        TransferHeader(
            *("5", "12345678", "8", SENT, 1, "AGENT", "200988541", "AKBBBY2X", _IBAN, "4711", SENT, "933"),
            *(2590, 0, 2560, "BANKBY2X", "BY13BANK30120000000000000000"),
        ),
        (TransferRecord("1", "55", *WHO, 2590, 0, 2560, PAID, "", None, *WHERE, "data", "1", "2"),),
    ),
    (
        REVERSALS,
        REVERSALS_TEXT,
        PaymentsHeader("5", "12345678", "8", SENT, 1, "AGENT", "200988541", "933", 2590),
        (ReversalRecord("1", "55", *WHO, 2590, 0, PAID, BACK, "", None, *WHERE, "AKBBBY2X", "data", "1", "2"),),
    ),
)


def _target(kind: Kind) -> FuzzTarget:
    seeds = tuple(text.encode("cp1251") for of, text, _, _ in FILES if of is kind)
    return FuzzTarget("erip", f"file {kind.number}", lambda body: list(read_file(kind, io.BytesIO(body))), seeds)


FILE_TARGETS = tuple(_target(kind) for kind in KINDS.values())
