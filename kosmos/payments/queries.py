"""Reads of orders, and of what a person must look at."""

from kosmos.payments.models import Case, Order


def order_by_token(token: str) -> Order | None:
    """The order whose page has this token."""
    return Order.objects.filter(token=token).first() if token else None


def order_by_number(number: str) -> Order | None:
    """The order that the provider knows by this number."""
    return Order.objects.filter(number=number).first() if number else None


def open_cases() -> list[Case]:
    """What a person must look at, the oldest first."""
    return list(Case.objects.filter(closed_at__isnull=True).order_by("opened_at"))
