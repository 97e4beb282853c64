"""{% load visits %}: visits in words."""

from django import template

from kosmos.backoffice import visit_words as words
from kosmos.subscribers.contacts import phone_words
from kosmos.wording.typography import days_between

register = template.Library()
register.filter("phone_words", phone_words)
register.filter("days_between", days_between)

for _written in (words.visit_state, words.why_not, words.who, words.where, words.hours_of):
    register.filter(_written.__name__, _written)
