"""Reading and sending the pages of wishes."""

import re

from django.http import HttpResponseBase

from kosmos.portal.tests.sane import Page


def read(response: HttpResponseBase) -> Page:
    """A page as a reader sees it."""
    return Page(markup(response))


def markup(response: HttpResponseBase) -> str:
    """A page as it was sent."""
    return str(response.content.decode())  # type: ignore[attr-defined]


def hidden(response: HttpResponseBase, name: str = "seen") -> str:
    """The value of a form's hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', markup(response))
    assert found, f"no field {name}"
    return found[1]
