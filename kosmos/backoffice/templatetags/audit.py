"""{% load audit %}: lines of the audit."""

from collections.abc import Mapping

from django import template

from kosmos.backoffice.audit.labels import page_of
from kosmos.backoffice.audit.sources import Line
from kosmos.backoffice.audit.words import THINGS

register = template.Library()


@register.filter
def number_in(line: Line, numbers: Mapping[int, str]) -> str:
    """The number of the account that a line is about; empty where it is about none."""
    return numbers.get(line.account_id or 0, "")


@register.filter
def page_of_line(line: Line) -> str:
    """The page of the thing that a line is about, if it has one."""
    return page_of(line.subject, line.object_id)


@register.filter
def thing_words(subject: str) -> str:
    """What a line is about."""
    return str(THINGS.get(subject, subject))
