"""kosmos run, web, gateway and worker: the pages, the machines, the jobs and the database, together or each alone."""

import gc
import http.client
import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

import click
import structlog

from kosmos.cli.processes import Child, end_with_parent, reserved, stopped_by_signals
from kosmos.config.database import installation
from kosmos.config.environment import Environment, read_environment
from kosmos.config.secret import kept_secret
from kosmos.kernel.errors import SetupError
from kosmos.launcher import joined

LOOK_S = 0.2
STOP_S = 10.0
MOST_CONNECTIONS = 2_048
DEATHS_BEFORE_READY = 4
LANES = 2
"""Batches that a gateway's only process posts at a time; several processes post one each."""
NAMES = ("web", "gateway", "worker")
_MACHINES_OPTIONS = (
    "-c lock_timeout=15s -c statement_timeout=30s -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
)
"""Of the gateway's sessions: its statements look rows up by index, so each is planned once, whatever statistics say."""
THREADS = 4
"""Requests that one web process answers at a time, each on a connection of its own to the database."""

_log = structlog.get_logger("kosmos.run")


def serve(environment: Environment, ready: Callable[[], None]) -> None:
    """Run the web and the worker until Ctrl-C or SIGTERM, and keep the embedded database up; call ``ready`` once.

    To be called inside `installation`. SetupError if the port is taken, a setting is missing, or the web cannot start.
    """
    with (
        reserved(environment.host, environment.port),
        reserved(environment.host, environment.gateway_port, "KOSMOS_GATEWAY_PORT"),
        stopped_by_signals() as stop,
    ):
        settings = {**os.environ, **_web_settings(environment)}
        family = Family(environment, [_child(name, settings) for name in NAMES], ready)
        family.keep(stop)


def address_of(environment: Environment) -> str:
    """The address at which the pages are."""
    return f"{environment.public_url}/"


@dataclass
class Family:
    """The processes of one installation on this machine."""

    environment: Environment
    children: list[Child]
    ready: Callable[[], None] = field(repr=False)
    is_ready: bool = False
    _teller: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1), repr=False)
    _telling: "Future[bool] | None" = None

    def keep(self, stop: Event) -> None:
        """Keep all of them up until told to stop; then end them, the database's guard last."""
        guard = Thread(target=_guard_database, args=(self.environment, stop), daemon=True)
        if self.environment.embedded:
            guard.start()
        try:
            while not stop.wait(LOOK_S):
                for child in self.children:
                    child.look()
                self._tell_if_ready()
        finally:
            stop.set()
            self._end()

    def _tell_if_ready(self) -> None:
        """Call `ready` beside the watch over the children, which may take some seconds; what it raises ends all."""
        if self.is_ready:
            return
        if self._telling is None:
            self._telling = self._teller.submit(self._told) if _is_well(self.environment) else None
        elif self._telling.done():
            self.is_ready, self._telling = self._telling.result(), None
        for child in self.children:
            if child.deaths >= DEATHS_BEFORE_READY:
                raise SetupError(
                    f"{child.name}_failed", f"The {child.name} process ends as soon as it starts; its words are above."
                )

    def _told(self) -> bool:
        """Whether `ready` could be called: what it says may need the database, which may be gone at that moment."""
        from django.db import Error, connections  # noqa: PLC0415 - needs Django set up

        try:
            self.ready()
        except Error as error:
            _log.warning("not ready yet", error=" ".join(str(error).split()))
            return False
        finally:
            connections.close_all()
            sys.stdout.flush()
        return True

    def _end(self) -> None:
        until = monotonic() + STOP_S
        for child in self.children:
            child.ask_to_end()
        for child in self.children:
            child.wait(until=until)
        self._teller.shutdown()


def _child(name: str, environment: dict[str, str]) -> Child:
    return Child(name, [sys.executable, "-m", "kosmos.cli.running", name, str(os.getpid())], environment)


def _web_settings(environment: Environment) -> dict[str, str]:
    """What the web needs and is not said by the environment: the secret, its files, a folder for its figures."""
    from kosmos.config.static import gather  # noqa: PLC0415 - needs Django set up

    gather()
    return _settings(environment, environment.port)


def _settings(environment: Environment, port: int) -> dict[str, str]:
    secret, figures = _secret(environment), environment.home / "figures" / str(port)
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)
    return {"KOSMOS_SECRET_KEY": secret, "PROMETHEUS_MULTIPROC_DIR": str(figures)}


def _secret(environment: Environment) -> str:
    from kosmos.kernel.models import DemoClock  # noqa: PLC0415 - needs Django set up

    if environment.secret_key:
        return environment.secret_key
    if environment.embedded or DemoClock.objects.exists():
        return kept_secret(environment.home)
    raise SetupError(
        "missing_setting",
        "KOSMOS_SECRET_KEY is not set: with DATABASE_URL it is required, the same on all hosts. "
        "Make one: openssl rand -hex 32",
    )


def _is_well(environment: Environment) -> bool:
    """Whether web and gateway answer, and reach their database."""
    return all(_answers(environment.near_host, port) for port in (environment.port, environment.gateway_port))


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _guard_database(environment: Environment, stop: Event) -> None:
    """Start the embedded database again when both it and its watchdog are gone."""
    from psycopg.pq import PGconn, Ping  # noqa: PLC0415 - only where there is one to guard

    url = (environment.database_url or "").encode()
    while not stop.wait(1.0):
        if PGconn.ping(url) == Ping.OK:
            continue
        _log.warning("database away")
        try:
            with joined(environment.home, binaries=environment.postgres_bin, user=environment.postgres_user):
                _log.warning("database back")
        except SetupError as error:
            _log.error("database cannot be started", error=error.message)


def serve_pages(environment: Environment) -> None:
    """Serve pages in this process and its own, until SIGINT or SIGTERM."""
    from granian.constants import Interfaces  # noqa: PLC0415 - slow to import, and only the web needs it
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        "kosmos.cli.running:application",
        factory=True,
        address=environment.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.web_processes,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=int(STOP_S) - 2,
        log_level=LogLevels.error,
    ).serve()


def serve_machines(environment: Environment) -> None:
    """Serve agents and providers in processes below this one, until SIGINT or SIGTERM."""
    from granian.constants import Interfaces, Loops  # noqa: PLC0415 - slow to import
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        "kosmos.cli.running:machine_application",
        factory=True,
        address=environment.host,
        port=environment.gateway_port,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        workers=environment.gateway_processes,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=128 * 1024),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=int(STOP_S) - 2,
        log_level=LogLevels.error,
    ).serve()


def machine_application() -> object:
    """The gateway's application, in a process that ends with the server that started it."""
    end_with_parent()
    import django  # noqa: PLC0415 - needs the settings

    os.environ.setdefault("PGOPTIONS", _MACHINES_OPTIONS)
    django.setup()
    from kosmos.config.forwarding import token  # noqa: PLC0415
    from kosmos.gateway.machine.places import open_desks  # noqa: PLC0415
    from kosmos.gateway.machine.server import MachineGateway  # noqa: PLC0415

    environment = read_environment()
    gateway = MachineGateway(
        open_desks(),
        proxies=environment.proxies,
        token=token(environment.secret_key),
        lanes=LANES if environment.gateway_processes == 1 else 1,
    )
    gc.freeze()  # what is there now stays, and need not be looked through at each collection
    gc.set_threshold(20_000, 50, 100)
    return gateway


def application() -> object:
    """The web application, in a process that ends with the server that started it."""
    end_with_parent()
    from kosmos.config.wsgi import application as pages  # noqa: PLC0415 - needs the settings

    return pages


@click.command()
def run() -> None:
    """Run everything until Ctrl-C: the pages, the worker, and the embedded database if there is no other.

    \b
    Example: kosmos run
    """
    with installation() as environment:
        from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415 - needs Django set up

        operator_zone()
        serve(environment, lambda: click.echo(f"running at {address_of(environment)}  (Ctrl-C stops)"))
        click.echo("stopped")


@click.command()
def web() -> None:
    """Serve the pages alone, until Ctrl-C.

    \b
    Example: kosmos web
    """
    with installation() as environment, reserved(environment.host, environment.port):
        os.environ.update(_web_settings(environment))
        serve_pages(environment)


@click.command()
def gateway() -> None:
    """Serve agents and providers alone, until Ctrl-C: check and pay at /rails/PROTOCOL/AGENT.

    \b
    Example: kosmos gateway
    """
    with (
        installation() as environment,
        reserved(environment.host, environment.gateway_port, "KOSMOS_GATEWAY_PORT"),
    ):
        os.environ.update(_settings(environment, environment.gateway_port))
        serve_machines(environment)


@click.command()
def worker() -> None:
    """Do the jobs alone, until Ctrl-C: days open at midnight, promises lapse, payments are asked after.

    Several may run, on several hosts.

    \b
    Example: kosmos worker
    """
    from kosmos.cli.working import work  # noqa: PLC0415 - needed here only

    with installation(), stopped_by_signals() as stop:
        work(stop)


def _be_child(name: str, parent: str) -> None:
    """What a child of `serve` does; it checks nothing, so that it comes back while the database is away."""
    import django  # noqa: PLC0415 - after the environment is known

    from kosmos.cli.working import work  # noqa: PLC0415

    end_with_parent(int(parent))
    if name == "web":
        serve_pages(read_environment())
    elif name == "gateway":
        serve_machines(read_environment())
    else:
        django.setup()
        with stopped_by_signals() as stop:
            work(stop)


COMMANDS = (run, web, gateway, worker)

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    _be_child(*sys.argv[1:3])
