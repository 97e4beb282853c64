"""{% load kosmos %}: sums, dates and words for templates; what each writes is in kosmos.wording.typography."""

from collections.abc import Callable
from functools import wraps

from django import template

from kosmos.portal import words
from kosmos.wording import typography

register = template.Library()

FILTERS: dict[str, Callable[..., str]] = {
    "money": typography.money,
    "byn": typography.byn,
    "signed": typography.signed,
    "size": typography.size,
    "taken_sign": typography.taken_sign,
    "given_sign": typography.given_sign,
    "whole": typography.whole,
    "part": typography.part,
    "day": typography.day,
    "day_from": typography.day_from,
    "day_of_month": typography.day_of_month,
    "day_of_year": typography.day_of_year,
    "days_until": typography.days_between,
    "weekday": typography.weekday,
    "of_month": typography.of_month,
    "month": typography.month,
    "month_title": typography.month_title,
    "moment": typography.moment,
    "day_and_moment": typography.day_and_moment,
    "account_number": typography.account_number,
    "quoted": typography.quoted,
    "text": typography.text,
    "charge_title": words.charge_title,
    "days_words": words.days_words,
    "plan_name": words.plan_name,
    "plan_title": words.plan_title,
    "refusal_words": words.refusal_words,
}


def _or_nothing(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes nothing where there is no value, so that a template need not ask twice."""

    @wraps(write)
    def written(value: object, *arguments: object) -> str:
        return "" if value is None or value == "" else write(value, *arguments)

    return written


for _name, _write in FILTERS.items():
    register.filter(_name, _or_nothing(_write))

register.filter("why_words", words.why_words)
register.filter("state_words", words.state_words)
register.filter("service_words", words.service_words)
