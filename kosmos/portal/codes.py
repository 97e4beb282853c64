"""ERIP's QR codes as pages show them: drawn, and as the address that a phone opens."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kosmos.catalogue.models import Erip
from kosmos.catalogue.queries import erip
from kosmos.payments.erip_qr import ADDRESS, Payee, address
from kosmos.payments.rails.erip.qr import read_code
from kosmos.portal import qr
from kosmos.wording.typography import account_number, money


@dataclass(frozen=True, slots=True)
class Code:
    """A code: whom it pays, by which number, and the sum in it; None if the payer types it himself."""

    address: str
    service_code: str
    account: str
    amount_kopecks: int | None
    picture: SafeString


def code_of(tree: Erip, number: str, amount_kopecks: int | None) -> Code:
    """The code by which an account is paid straight to the operator."""
    payee = Payee(tree.service_code, tree.payee, tree.city)
    return code_at(address(payee, account=number, amount_kopecks=amount_kopecks))


def code_at(found: str) -> Code:
    """The code of an address that was made before. MessageError."""
    said = read_code(found)
    picture = qr.drawn(found, says=_says(said.account, said.amount_kopecks))
    return Code(found, said.service_code, said.account, said.amount_kopecks, picture)


def is_code(page: str) -> bool:
    """Whether what a provider made for an order is such an address."""
    return page.startswith(ADDRESS)


def path_to(service_code: str) -> list[dict[str, str]]:
    """The steps down ERIP's tree to a service, if it is the operator's own; else a payer finds it by its code."""
    tree = erip()
    steps: list[dict[str, str]] = tree.path if tree and tree.service_code == service_code else []
    return steps


def _says(number: str, amount_kopecks: int | None) -> str:
    said = {"number": account_number(number)}
    if amount_kopecks is None:
        return _("QR-код «Расчёт» (ЕРИП), номер %(number)s, сумму вводит плательщик") % said
    return _("QR-код «Расчёт» (ЕРИП), номер %(number)s, сумма %(sum)s") % {**said, "sum": money(amount_kopecks)}
