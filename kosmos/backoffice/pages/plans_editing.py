"""The administrator's pages of what is sold: plans and packages, families, equipment and visits."""

from django.urls import URLPattern

from kosmos.backoffice.editing.sold_sections import SOLD
from kosmos.backoffice.pages.editing import pages_of

urlpatterns: list[URLPattern] = [pattern for section in SOLD for pattern in pages_of(section)]
