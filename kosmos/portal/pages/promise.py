"""Days of service on trust."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
