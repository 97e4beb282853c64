"""What is connected, and changing it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
