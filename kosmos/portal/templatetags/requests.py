"""{% load requests %}: requests to support in words, for the cabinet's pages and the staff's."""

from django import template

from kosmos.portal.words import requests as words

register = template.Library()

for _written in (
    words.topic_words,
    words.request_state,
    words.promise_words,
    words.late_words,
    words.file_size,
    words.request_number,
):
    register.filter(_written.__name__, _written)
