"""All ways to pay."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
