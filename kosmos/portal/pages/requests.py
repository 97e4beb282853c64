"""Requests to support."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
