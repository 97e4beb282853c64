"""What can be done with orders; money moves only in take_news."""

from kosmos.payments.services.agents import answer_agents
from kosmos.payments.services.asking import ask_about, poll_order
from kosmos.payments.services.links import LinkWish, make_link, revoke_link
from kosmos.payments.services.news import Taken, take_news
from kosmos.payments.services.orders import create_order, create_order_of_nobody, hosted_page_of
from kosmos.payments.services.pushes import take_push

__all__ = [
    "LinkWish",
    "Taken",
    "answer_agents",
    "ask_about",
    "create_order",
    "create_order_of_nobody",
    "hosted_page_of",
    "make_link",
    "poll_order",
    "revoke_link",
    "take_news",
    "take_push",
]
