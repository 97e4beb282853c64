"""{% load staff_access %}: what pages of access look up."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of_account(numbers: Mapping[int, str], account_id: int) -> str:
    """An account's number among those that were found."""
    return numbers.get(account_id, "")
