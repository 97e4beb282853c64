"""{% load money %}: by which way money came."""

from django import template

from kosmos.portal.words.channels import channel_words

register = template.Library()
register.filter("channel_words", channel_words)
