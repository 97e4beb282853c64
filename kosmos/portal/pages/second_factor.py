"""A second proof of who signs in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
