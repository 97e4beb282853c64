"""The addresses of the doors."""

from django.urls import URLPattern, URLResolver, include, path

from kosmos.config.health import healthz
from kosmos.config.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("metrics", metrics),
    path("rails/", include("kosmos.gateway.urls")),
    path("live/", include("kosmos.gateway.endpoints.live")),
    path("staff/", include("kosmos.backoffice.urls")),
    path("demo/", include("kosmos.gateway.simulator.post")),
    path("", include("kosmos.portal.urls")),
]
handler400 = "kosmos.config.refusals.bad_request"
handler403 = "kosmos.config.refusals.forbidden"
handler404 = "kosmos.config.refusals.not_found"
handler500 = "kosmos.config.refusals.failure"
