"""{% load subscribers %}: a subscriber's account in words, for the staff's pages."""

from django import template

from kosmos.backoffice import subscriber_words as words
from kosmos.subscribers.contacts import phone_words
from kosmos.workplace.masking import masked_address

register = template.Library()
register.filter("lasts_until", words.until_words)
register.filter("next_charge", words.next_charge)
register.filter("promise_matters", words.promise_matters)
register.filter("promise_terms", words.promise_words)
register.filter("phone_words", phone_words)
register.filter("place_masked", masked_address)
