"""{% load applying %}: an application's number as it is read aloud."""

from django import template

from kosmos.connections.numbers import number_words

register = template.Library()
register.filter("application_number", number_words)
