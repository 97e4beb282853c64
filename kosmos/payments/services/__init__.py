"""What can be done with orders; money moves only in take_news."""

from kosmos.payments.services.asking import ask_about, poll_order
from kosmos.payments.services.news import Taken, take_news
from kosmos.payments.services.orders import create_order, create_order_of_nobody, hosted_page_of
from kosmos.payments.services.pushes import take_push

__all__ = [
    "Taken",
    "ask_about",
    "create_order",
    "create_order_of_nobody",
    "hosted_page_of",
    "poll_order",
    "take_news",
    "take_push",
]
