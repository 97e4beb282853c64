"""ERIP's server, where its files are: ``in`` is for ours, ``out`` has those for us. By FTP, FTP over TLS, and SFTP.

A file comes to be whole or not at all, on either side: it is carried under another name, compared by its size, and only
then renamed. A link that breaks leaves nothing but such a remnant, and the next exchange carries the file again.
"""

import asyncio
import ftplib
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

import asyncssh

LIMIT_S = 30.0
MOST_BYTES = 64 * 1024 * 1024
"""A file longer than this is not ERIP's."""
IN, OUT, DONE = "in", "out", "out/bak"


class ServerAway(Exception):
    """ERIP's server cannot be reached, or did not do what it was asked for: the next exchange tries again."""


class Server(Protocol):
    """One visit to a server; everything may raise ServerAway."""

    def names(self, folder: str) -> list[str]:
        """The names of what is in a folder."""

    def size(self, path: str) -> int | None:
        """How long a file is; None if there is none."""

    def read(self, path: str, target: BinaryIO) -> None:
        """Copy a file from there."""

    def write(self, source: BinaryIO, path: str) -> None:
        """Copy a file there."""

    def rename(self, path: str, to: str) -> None:
        """Give a file another name."""

    def remove(self, path: str) -> None:
        """Remove a file."""

    def make_folder(self, path: str) -> None:
        """Make a folder."""


@dataclass(frozen=True)
class Place:
    """Where ERIP's server is, and how it knows us."""

    scheme: str
    host: str
    port: int
    user: str
    folder: str
    password: str = field(default="", repr=False)
    key_file: str = ""
    host_key: str = ""
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @contextmanager
    def visit(self) -> Iterator[Server]:
        """A visit. ServerAway."""
        with _sftp(self) if self.scheme == "sftp" else _ftp(self) as server:
            yield server


def fetch(server: Server, name: str, target: Path) -> bool:
    """Fetch a file of theirs into a folder; False if it is gone, or being written still. ServerAway."""
    there, beside = f"{OUT}/{name}", target / f".{name}.part"
    size = server.size(there)
    if size is None:
        return False
    if size > MOST_BYTES:
        raise ServerAway(f"{name} has {size} bytes, which is too long")
    with beside.open("wb") as file:
        server.read(there, file)
        file.flush()
        os.fsync(file.fileno())
    if beside.stat().st_size != size or server.size(there) != size:
        beside.unlink()
        return False
    beside.replace(target / name)
    return True


def put_away(server: Server, name: str) -> None:
    """Move a file of theirs that we have to their bak; where that cannot be, remove it. ServerAway."""
    with suppress(ServerAway):
        server.make_folder(DONE)
    try:
        server.rename(f"{OUT}/{name}", f"{DONE}/{name}")
    except ServerAway:
        server.remove(f"{OUT}/{name}")


def send(server: Server, file: Path) -> None:
    """Send a file of ours, unless it is there already. ServerAway."""
    there, beside, size = f"{IN}/{file.name}", f"{IN}/{file.name}.part", file.stat().st_size
    if server.size(there) == size:
        return
    with file.open("rb") as source:
        server.write(source, beside)
    if server.size(beside) != size:
        raise ServerAway(f"{file.name} did not arrive whole")
    server.rename(beside, there)


class _Ftp:
    def __init__(self, client: ftplib.FTP, folder: str) -> None:
        self._client, self._folder = client, folder

    def _path(self, path: str) -> str:
        return str(PurePosixPath(self._folder or ".", path))

    def names(self, folder: str) -> list[str]:
        try:
            found = self._client.nlst(self._path(folder))
        except ftplib.error_perm as error:
            if str(error).startswith("550"):  # how some servers say that nothing is there
                return []
            raise ServerAway(str(error)) from error
        return [PurePosixPath(name).name for name in found]

    def size(self, path: str) -> int | None:
        self._client.voidcmd("TYPE I")  # in text mode, to which a listing turns, servers tell no sizes
        try:
            return self._client.size(self._path(path))
        except ftplib.error_perm:
            return None

    def read(self, path: str, target: BinaryIO) -> None:
        self._client.retrbinary(f"RETR {self._path(path)}", target.write)

    def write(self, source: BinaryIO, path: str) -> None:
        self._client.storbinary(f"STOR {self._path(path)}", source)

    def rename(self, path: str, to: str) -> None:
        with _as_away(ftplib.error_perm):
            self._client.rename(self._path(path), self._path(to))

    def remove(self, path: str) -> None:
        with _as_away(ftplib.error_perm):
            self._client.delete(self._path(path))

    def make_folder(self, path: str) -> None:
        with _as_away(ftplib.error_perm):
            self._client.mkd(self._path(path))


@contextmanager
def _as_away(*errors: type[Exception]) -> Iterator[None]:
    try:
        yield
    except errors as error:
        raise ServerAway(f"{type(error).__name__}: {error}") from error


@contextmanager
def _ftp(place: Place) -> Iterator[Server]:
    with _as_away(*ftplib.all_errors):
        client = _ftp_client(place)
        with client:
            client.connect(place.host, place.port)
            client.login(place.user, place.password)
            if isinstance(client, ftplib.FTP_TLS):
                client.prot_p()
            yield _Ftp(client, place.folder)


class _Unhurried(ssl.SSLSocket):
    """Whose end of TLS may meet the other side's in its way; whether a file is whole is told by its size."""

    def unwrap(self) -> ssl.SSLSocket:
        with suppress(OSError):
            super().unwrap()
        return self


def _ftp_client(place: Place) -> ftplib.FTP:
    """A client; over TLS the server's certificate is checked, and the files are carried over it too."""
    if place.scheme == "ftps":
        context = place.tls or ssl.create_default_context()
        context.sslsocket_class = _Unhurried
        return ftplib.FTP_TLS(timeout=LIMIT_S, context=context)  # noqa: S321 - the control link is encrypted too
    return ftplib.FTP(timeout=LIMIT_S)  # noqa: S321 - what ERIP's server speaks, inside its private network


class _Sftp:
    def __init__(self, run: Callable[[Any], Any], client: asyncssh.SFTPClient, folder: str) -> None:
        self._run, self._client, self._folder = run, client, folder

    def _path(self, path: str) -> str:
        return str(PurePosixPath(self._folder or ".", path))

    def names(self, folder: str) -> list[str]:
        return [str(name) for name in self._run(self._client.listdir(self._path(folder)))]

    def size(self, path: str) -> int | None:
        try:
            return int(self._run(self._client.stat(self._path(path))).size)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            return None

    def read(self, path: str, target: BinaryIO) -> None:
        target.write(self._run(self._read(path)))

    async def _read(self, path: str) -> bytes:
        async with self._client.open(self._path(path), "rb") as file:
            return await file.read(MOST_BYTES + 1)

    def write(self, source: BinaryIO, path: str) -> None:
        self._run(self._write(source.read(), path))

    async def _write(self, content: bytes, path: str) -> None:
        async with self._client.open(self._path(path), "wb") as file:
            await file.write(content)

    def rename(self, path: str, to: str) -> None:
        with _as_away(asyncssh.SFTPError):
            self._run(self._client.rename(self._path(path), self._path(to)))

    def remove(self, path: str) -> None:
        with _as_away(asyncssh.SFTPError):
            self._run(self._client.remove(self._path(path)))

    def make_folder(self, path: str) -> None:
        with _as_away(asyncssh.SFTPError):
            self._run(self._client.mkdir(self._path(path)))


@contextmanager
def _sftp(place: Place) -> Iterator[Server]:
    with _as_away(OSError, asyncssh.Error, TimeoutError, ValueError), asyncio.Runner() as runner:

        def run(work: Any) -> Any:  # noqa: ANN401 - whatever the library answers
            return runner.run(asyncio.wait_for(work, LIMIT_S))

        connection = run(_connected(place))
        try:
            yield _Sftp(run, run(connection.start_sftp_client()), place.folder)
        finally:
            connection.close()
            with suppress(TimeoutError):
                run(connection.wait_closed())


async def _connected(place: Place) -> asyncssh.SSHClientConnection:
    """A connection to the host that has the key that was agreed, and to no other; nothing of this machine is used."""
    host = asyncssh.import_public_key(place.host_key)
    return await asyncssh.connect(
        place.host,
        place.port,
        username=place.user,
        password=place.password or None,
        client_keys=[place.key_file] if place.key_file else None,
        known_hosts=([host], [], []),
        agent_path=None,
        config=[],
        connect_timeout=LIMIT_S,
        keepalive_interval=LIMIT_S / 2,
    )
