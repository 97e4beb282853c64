"""ERIP's service side: what it asks online, and the files that it leaves and takes."""

from kosmos.payments.services.erip.online import refused, take_request
from kosmos.payments.services.erip.spool import deal_with_spool, write_demands
from kosmos.payments.services.erip.wire import EripDoor, answer_erip, read_erip, write_erip

__all__ = [
    "EripDoor",
    "answer_erip",
    "deal_with_spool",
    "read_erip",
    "refused",
    "take_request",
    "write_demands",
    "write_erip",
]
