"""{% load applying %}: an application's number as it is read aloud."""

from django import template

from kosmos.kernel.money import HARD_SPACE

register = template.Library()


@register.filter
def application_number(number: str) -> str:
    """Two groups of four, which never break: "4829 1573"."""
    return f"{number[:4]}{HARD_SPACE}{number[4:]}"
