"""{% load traffic %}: volumes and prices of traffic, as kosmos.portal.words.traffic writes them."""

from django import template

from kosmos.portal.words import traffic

register = template.Library()

register.filter("volume", traffic.volume)
register.filter("megabyte_price", traffic.megabyte_price)
