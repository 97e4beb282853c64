"""The operator's public site."""

from django.urls import URLPattern, path
from django.views.generic import TemplateView

urlpatterns: list[URLPattern] = [
    path("", TemplateView.as_view(template_name="portal/site.html"), name="site"),
]
