"""Figures for Prometheus: requests counted and timed, the database, the business day."""

import os
from collections.abc import Callable
from hmac import compare_digest
from ipaddress import ip_network
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from kosmos.config.headers import is_within
from kosmos.config.health import health
from kosmos.config.logs import route_of

MACHINE = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
QUIET = {"/healthz", "/metrics"}
REQUESTS = Counter("kosmos_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram("kosmos_request_seconds", "Time that an answer took.", ["route"])

_log = structlog.get_logger("kosmos.web")


def measured(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: every request is counted, timed and logged by its route."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        begun = perf_counter()
        response = get_response(request)
        took, route, method = perf_counter() - begun, route_of(request), request.method or ""
        if route == "unknown" and request.path_info.startswith(settings.STATIC_URL):
            route = settings.STATIC_URL
        REQUESTS.labels(method if method in {"GET", "HEAD", "POST"} else "other", route, response.status_code).inc()
        SECONDS.labels(route).observe(took)
        if route not in QUIET | {settings.STATIC_URL}:
            _log.info("request", method=method, route=route, status=response.status_code, ms=round(took * 1000))
        return response

    return answer


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for this machine and for who has the token; 403 for all others."""
    if not (_has_token(request) or _is_this_machine(request)):
        return HttpResponse("metrics answer this machine, or a token\n", status=403, content_type="text/plain")
    return HttpResponse(figures() + generate_latest(_state()), content_type=CONTENT_TYPE_LATEST)


def figures() -> bytes:
    """What this process has counted, or all processes of the installation where there is a folder for it."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = REGISTRY
    return generate_latest(registry)


def _has_token(request: HttpRequest) -> bool:
    token = settings.ENVIRONMENT.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and compare_digest(given.encode(), token.encode())


def _is_this_machine(request: HttpRequest) -> bool:
    """Whether somebody on this machine asks it by its own name; what came through a proxy does not."""
    local = request.get_host().rpartition(":")[0] or request.get_host()
    named = local in {"localhost", "127.0.0.1", "[::1]"}
    return named and is_within(request.META.get("REMOTE_ADDR", ""), MACHINE)


def _state() -> CollectorRegistry:
    registry, state = CollectorRegistry(), health()
    up = Gauge("kosmos_database_up", "Whether the database answers.", registry=registry)
    up.set(state.database)
    behind = Gauge("kosmos_days_behind", "Business days that should be open and are not.", registry=registry)
    behind.set(state.days_behind or 0)
    return registry
