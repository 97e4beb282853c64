"""Everything a cabinet has, in one list."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
