"""{% load money %}: by which way money came, and an instant with its year."""

from django import template

from kosmos.portal.papers import day_and_year
from kosmos.portal.words.channels import channel_words

register = template.Library()
register.filter("channel_words", channel_words)
register.filter("day_and_year", day_and_year)
