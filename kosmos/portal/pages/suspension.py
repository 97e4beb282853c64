"""Pausing all services."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
