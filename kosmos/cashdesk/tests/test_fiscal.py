"""Fiscal equipment: told once of each receipt and each void, after the money was taken; it may fail."""

import pytest

from kosmos.cashdesk.fiscal.base import FiscalFailed, Sale
from kosmos.cashdesk.models import FiscalRecord, Receipt
from kosmos.cashdesk.services import register
from kosmos.cashdesk.tests.world import NOW, at_work, taken, world

pytestmark = pytest.mark.django_db


class Printer:
    """Equipment that prints each reference once, and may be without paper."""

    def __init__(self) -> None:
        """With paper."""
        self.printed: dict[tuple[str, bool], str] = {}
        self.paper = True

    def register(self, sale: Sale) -> str:
        """The number of what it printed."""
        if not self.paper:
            raise FiscalFailed
        return self.printed.setdefault((sale.reference, sale.refund), f"F-{len(self.printed) + 1}")


@pytest.fixture
def receipt(db: None) -> Receipt:
    accounts = world()
    return taken(at_work(), accounts["100482"])


def test_a_receipt_and_its_void_are_printed_once_each(receipt: Receipt) -> None:
    printer = Printer()
    assert [register(receipt.id, printer, now=NOW) for _ in range(2)] == ["F-1", "F-1"]
    assert register(receipt.id, printer, now=NOW, refund=True) == "F-2"
    assert list(printer.printed) == [(receipt.reference, False), (receipt.reference, True)]
    assert FiscalRecord.objects.count() == 2


def test_what_failed_is_printed_later(receipt: Receipt) -> None:
    printer = Printer()
    printer.paper = False
    with pytest.raises(FiscalFailed):
        register(receipt.id, printer, now=NOW)
    assert not FiscalRecord.objects.exists()
    printer.paper = True
    assert register(receipt.id, printer, now=NOW) == "F-1"


def test_without_equipment_nothing_is_kept(receipt: Receipt) -> None:
    assert register(receipt.id, None, now=NOW) == ""
    assert not FiscalRecord.objects.exists()
