"""Leaving the operator, with a final reckoning."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
