"""The pages of ready texts of answers."""

from django.urls import URLPattern

from kosmos.backoffice.editing.answer_sections import ANSWER_TEXTS
from kosmos.backoffice.pages.editing import pages_of

urlpatterns: list[URLPattern] = pages_of(ANSWER_TEXTS)
