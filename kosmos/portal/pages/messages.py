"""What the subscriber was told, and how he wants to be told."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
