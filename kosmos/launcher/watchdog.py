"""The watchdog: a small process of its own that starts the server, keeps it, stops it after its last user.

`python -m kosmos.launcher.watchdog PLACE`, an Order as JSON on stdin, one line of JSON back on stdout. It
belongs to no user of the server and to no terminal. Users hold `users.lock` shared; when the watchdog gets it
alone, all have left, however they ended, and nobody comes in before the server is down. It stays small, and
so imports no Django.
"""

import contextlib
import json
import os
import select
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .account import Account
from .binaries import Binaries
from .cluster import create_data, log_size
from .configuration import write_configuration
from .errors import LauncherError, explained
from .locks import open_lock, try_exclusive, wait_exclusive
from .place import Place, place_at
from .postmaster import Postmaster, adopt, start, take_server_lock, wait_until_ready

_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_LOGS_KEPT = 3
_RESTARTS_IN_A_ROW = 5
_LONG_LIFE_S = 30.0


@dataclass(frozen=True)
class Order:
    """What the watchdog is to do. `only_stop`: adopt what runs, if anything does, and start nothing."""

    place: Path
    binaries: Binaries | None
    account: Account
    settings: dict[str, str]
    timeout_s: float
    only_stop: bool

    def to_json(self) -> str:
        """The order as one line."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """The order that `to_json` wrote."""
        raw: dict[str, Any] = json.loads(text)
        binaries = raw["binaries"]
        raw["binaries"] = binaries and Binaries(Path(binaries["folder"]), binaries["version"], binaries["major"])
        return cls(**raw | {"place": Path(raw["place"]), "account": Account(**raw["account"])})


class Watchdog:
    """The server of one place, from its start to its end."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._place: Place = place_at(order.place, order.account)
        # Whatever ends the waiting (a signal, the last user's leaving) writes a byte here.
        self._wakened, self._waken = os.pipe()
        os.set_blocking(self._waken, False)
        self._stopping = threading.Event()

    def bring_up(self) -> Postmaster | None:
        """Adopt the server that an earlier watchdog left, or start one; only_stop: or None."""
        server_lock = open_lock(self._place.server_lock)
        try:
            if not try_exclusive(server_lock):
                found = adopt(self._place)
                if found and self._comes_up(found):
                    return found
                take_server_lock(self._place, server_lock)
            return None if self._order.only_stop else self._start(server_lock)
        finally:
            os.close(server_lock)

    def keep(self, postmaster: Postmaster) -> None:
        """Keep the server up until its last user has left, or SIGTERM comes, then stop it.

        A server that dies under its users is started again, unless it does nothing but die.
        """
        self._listen()
        deaths = 0
        while True:
            born_at = time.monotonic()
            if self._wait(postmaster):
                postmaster.stop()
                return
            deaths = 1 if time.monotonic() - born_at > _LONG_LIFE_S else deaths + 1
            postmaster.close()
            brought_up = self.bring_up() if deaths <= _RESTARTS_IN_A_ROW else None
            if brought_up is None:
                return
            postmaster = brought_up

    def _comes_up(self, adopted: Postmaster) -> bool:
        """Whether the adopted server takes connections; it may just have been told to stop."""
        try:
            wait_until_ready(adopted, self._place, log_offset=0, timeout_s=self._order.timeout_s)
        except LauncherError:
            adopted.close()
            return False
        return True

    def _start(self, server_lock: int) -> Postmaster:
        order, place = self._order, self._place
        if order.binaries is None:
            raise ValueError("an order to start names the programs")
        if not place.data.exists() or not any(place.data.iterdir()):
            create_data(place, order.binaries, order.account, server_lock, order.timeout_s)
        write_configuration(place, order.binaries, order.account, order.settings)
        offset = log_size(place)
        postmaster = start(place, order.binaries, order.account, server_lock)
        wait_until_ready(postmaster, place, log_offset=offset, timeout_s=order.timeout_s)
        return postmaster

    def _listen(self) -> None:
        signal.set_wakeup_fd(self._waken, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, lambda *_: self._stopping.set())
        threading.Thread(target=self._wait_for_users, daemon=True).start()

    def _wait_for_users(self) -> None:
        # Never closed: the lock is held until this process is gone, and with it the server.
        wait_exclusive(open_lock(self._place.users_lock))
        self._stopping.set()
        os.write(self._waken, b"\0")

    def _wait(self, postmaster: Postmaster) -> bool:
        """Wait for the end of the users (True) or of the server (False)."""
        while not self._stopping.is_set():
            readable, _, _ = select.select([postmaster.descriptor, self._wakened], [], [])
            if self._wakened in readable:
                os.read(self._wakened, 1024)
            elif postmaster.ended():
                return False
        return True


def main() -> int:
    """Do the order; the answer is {} when the server takes connections, else the error's code and message."""
    order = Order.from_json(sys.stdin.read())
    if os.fork():
        os._exit(0)  # the one who asked shall not be our parent, and need not wait for us
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, lambda *_: None)  # a handler, not SIG_IGN, which the server would inherit
    try:
        with explained(order.place):
            _open_log(order.place)
            watchdog = Watchdog(order)
            postmaster = watchdog.bring_up()
    except LauncherError as error:
        _answer({"code": error.code, "message": error.message})
        return 1
    _answer({})
    if postmaster:
        watchdog.keep(postmaster)
    return 0


def _open_log(place: Path) -> None:
    """Let our own words go to the server's log; a long log is put aside first, and the oldest is dropped."""
    log = place / "server.log"
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        for number in range(_LOGS_KEPT - 1, 0, -1):
            older = place / f"server.log.{number}"
            if older.exists():
                older.rename(place / f"server.log.{number + 1}")
        log.rename(place / "server.log.1")
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(descriptor, sys.stderr.fileno())
    os.close(descriptor)


def _answer(answer: dict[str, str]) -> None:
    # No matter if the starter is gone: so is its lock, and that ends the server as any user's leaving does.
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(answer), flush=True)  # noqa: T201 the line that the starter waits for
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
