"""The pages of what messages say."""

from django.urls import URLPattern

from kosmos.backoffice.editing.template_sections import TEMPLATES
from kosmos.backoffice.pages.editing import pages_of

urlpatterns: list[URLPattern] = pages_of(TEMPLATES)
