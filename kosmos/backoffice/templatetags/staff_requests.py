"""{% load staff_requests %}: requests in the staff's words."""

from django import template

from kosmos.backoffice.request_words import line_words

register = template.Library()
register.filter("line_words", line_words)
