"""Our own web, served on a free port, so that simulator and rail speak HTTP with each other."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from kosmos.config.wiring import simulated
from kosmos.gateway.simulator import delivery
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.payments.models import Order
from kosmos.payments.rails import base
from kosmos.payments.rails.assist.rail import AssistRail
from kosmos.payments.services import take_push
from kosmos.payments.tests import world

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve in a thread that leaves no connection behind."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _with_pushes(pages: "WSGIApplication") -> "WSGIApplication":
    """The web, with what the gateway says to pushes."""

    def answer(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        pushed = re.fullmatch(r"/rails/([a-z]+)/push/", environ["PATH_INFO"])
        if pushed is None:
            return pages(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        headers = {name[5:].lower().replace("_", "-"): str(value) for name, value in environ.items()}
        try:
            reply = take_push(base.rail_named(pushed[1]), body, headers=headers, now=clock.now())
        except base.PushRefused as refused:
            reply = refused.reply
        start_response(f"{reply.status} ", [("Content-Type", reply.content_type)])
        return [reply.body.encode()]

    return answer


@dataclass
class Demo:
    """A demo that is served: its rail, an order, and where pushes go."""

    url: str
    rail: AssistRail
    order: Order

    @property
    def push_address(self) -> str:
        """Our own door."""
        return f"{self.url}/rails/assist/push/"


@pytest.fixture
def demo(committed: None) -> Iterator[Demo]:
    """The demo's clock stands where the tests' world is; an order of 25.00 waits. Tests deliver pushes themselves."""
    world.operator()
    order = world.order_of(world.account())
    DemoClock.objects.create(ahead=world.NOW - datetime.now(UTC) + timedelta(seconds=1))
    wired = list(base._found)
    server = make_server(
        "127.0.0.1", 0, _with_pushes(get_wsgi_application()), server_class=_Server, handler_class=_Silent
    )
    url = f"http://127.0.0.1:{server.server_port}"
    rail: AssistRail = simulated(url)
    base.find_rails_with(lambda _: rail)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    delivery._running.acquire()
    try:
        yield Demo(url, rail, order)
    finally:
        delivery._running.release()
        server.shutdown()
        thread.join()
        server.server_close()
        base._found[:] = wired


@pytest.fixture
def visitor() -> Client:
    """A browser without scripts."""
    return Client()
