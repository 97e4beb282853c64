"""The addresses of the doors."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("rails/", include("kosmos.gateway.urls")),
    path("", include("kosmos.portal.urls")),
]
