"""What can be done from a subscriber's page: the pages about his account, by the function that opens each.

Whoever adds such a page (its address takes ``account_id``) adds its line here; the order is the page's.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from kosmos.backoffice.roles import may

LINKS: tuple[tuple[str, str | Promise, str], ...] = ()
"""The name of a page, its words, and the function that opens it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page about an account, as a subscriber's page shows it."""

    name: str
    words: str | Promise
    address: str


def links_for(role: str, account_id: int) -> list[Link]:
    """The pages about an account that a role may open."""
    return [
        Link(name, words, address)
        for name, words, function in LINKS
        if may(role, function) and (address := _address(name, account_id))
    ]


def _address(name: str, account_id: int) -> str:
    try:
        return reverse(f"staff:{name}", kwargs={"account_id": account_id})
    except NoReverseMatch:
        return ""
