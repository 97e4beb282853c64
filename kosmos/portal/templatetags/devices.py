"""What a browser is called in a list of sessions."""

from django import template

from kosmos.portal.devices import device_words

register = template.Library()
register.filter("device_words", device_words)
