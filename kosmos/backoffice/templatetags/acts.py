"""{% load acts %}: fields of the forms of acts, and reasons in words."""

from collections.abc import Iterable, Mapping

from django import template

from kosmos.backoffice.act_forms import Option
from kosmos.backoffice.act_words import refusal_to_staff
from kosmos.wording.reasons import reason_words

register = template.Library()
register.filter("reason_words", reason_words)
register.filter("refusal_to_staff", refusal_to_staff)


@register.filter
def named_in(values: Mapping[str, object], name: str) -> object:
    """What stands under a name; nothing where there is none."""
    return values.get(name, "")


@register.filter
def has_code(options: Iterable[Option], code: str) -> bool:
    """Whether a code can be chosen."""
    return any(option.code == code for option in options or ())
