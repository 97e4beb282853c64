"""What came in and went out."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
