"""{% load applications %}: applications in words, for the staff's pages."""

from collections.abc import Callable

from django import template

from kosmos.backoffice import application_words as words
from kosmos.backoffice.visit_words import visit_state, where, why_not
from kosmos.connections.models import Visit, VisitReport
from kosmos.connections.numbers import number_words
from kosmos.connections.rules import Deadline
from kosmos.subscribers.contacts import phone_words

register = template.Library()

_WORDS: dict[str, Callable[..., object]] = {
    "stage_tone": words.stage,
    "stage_words": words.stage_words,
    "column_words": words.column_words,
    "move_words": words.move_words,
    "kind_words": words.kind_words,
    "source_words": words.source_words,
    "reason_words": words.reason_words,
    "age_words": words.age_words,
    "late_span": words.late_words,
    "application_number": number_words,
    "entry_title": words.entry_title,
    "entry_text": words.entry_text,
    "place": where,
    "visit_tone": visit_state,
    "visit_why": why_not,
    "spoken_phone": phone_words,
}
for _name, _written in _WORDS.items():
    register.filter(_name, _written)


@register.filter
def until(deadline: Deadline, when: str) -> str:
    """What is to be done until when, in words; ``when`` is written already."""
    return words.until_words(deadline.step, when)


@register.filter
def report_of(visit: Visit) -> VisitReport | None:
    """What the technician said of a visit, if he has."""
    found: VisitReport | None = getattr(visit, "report", None)
    return found
