"""The words that a thing's own form has for its fields, and the page where the thing is."""

from collections.abc import Mapping
from functools import cache

from django.urls import NoReverseMatch, reverse

from kosmos.backoffice.editing.answer_sections import ANSWER_TEXTS
from kosmos.backoffice.editing.sections import SECTIONS
from kosmos.backoffice.editing.sold_sections import SOLD
from kosmos.backoffice.editing.template_sections import TEMPLATES

EDITED = (*SECTIONS, *SOLD, ANSWER_TEXTS, TEMPLATES)
"""The sections of all editors."""
PAGES: Mapping[str, str] = {
    "application": "application",
    "staff_member": "person",
    "approval": "approval",
}
"""The page of a thing that is no editor's, by the subject of a line."""


def labels_of(subject: str) -> Mapping[str, str]:
    """The words of a thing's fields, as its form has them."""
    return {one.name: str(one.label) for section in EDITED if section.kind.subject == subject for one in section.fields}


@cache
def _pages() -> Mapping[str, str]:
    """The name of the page where a thing is edited, by subject."""
    return {section.kind.subject: section.one for section in EDITED}


def page_of(subject: str, object_id: str) -> str:
    """The address of a thing's page; empty where it has none."""
    name = PAGES.get(subject) or _pages().get(subject)
    if not name or not object_id:
        return ""
    try:
        return reverse(f"staff:{name}", args=[object_id])
    except NoReverseMatch:
        return ""
