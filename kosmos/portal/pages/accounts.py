"""All contracts of a sign-in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
