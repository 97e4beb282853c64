"""What is left of a plan's traffic."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
