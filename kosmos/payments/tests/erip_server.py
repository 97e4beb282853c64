"""Real servers for ERIP's files, which can be cut: FTP, plain and over TLS, in its own process; SFTP in a thread."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from ssl import create_default_context
from threading import Event, Thread
from typing import Any

import asyncssh
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kosmos.payments.rails.erip.servers import Place

USER, PASSWORD, HOST = "kosmos", "не пароль", "127.0.0.1"
CUT = "cut-here"
"""While this file lies in the server's folder, every transfer breaks after its first bytes."""
FTP = """
import sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import DTPHandler, FTPHandler, TLS_DTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer
folder, user, password, pem = sys.argv[1:]
def cutting(kind):
    class Cutting(kind):
        def _cut(self):
            if Path(folder, "cut-here").exists():
                self.cmd_channel.close()
                return True
        def send(self, data):
            sent = super().send(data[:100])
            return 0 if self._cut() else sent
        def recv(self, size):
            data = super().recv(100)
            return b"" if self._cut() else data
    return Cutting
handler = TLS_FTPHandler if pem else FTPHandler
handler.dtp_handler = cutting(TLS_DTPHandler if pem else DTPHandler)
handler.use_sendfile = False
handler.authorizer = DummyAuthorizer()
handler.authorizer.add_user(user, password, folder, perm="elradfmwMT")
if pem:
    handler.certfile, handler.tls_control_required, handler.tls_data_required = pem, True, True
server = FTPServer(("127.0.0.1", 0), handler)
print(server.socket.getsockname()[1], flush=True)
server.serve_forever()
"""


@contextmanager
def served(scheme: str, folder: Path) -> Iterator[Place]:
    """ERIP's server over a folder that has ``in`` and ``out``."""
    for name in ("in", "out"):
        (folder / name).mkdir(parents=True)
    with _sftp(folder) if scheme == "sftp" else _ftp(folder, tls=scheme == "ftps") as place:
        yield place


@contextmanager
def _ftp(folder: Path, *, tls: bool) -> Iterator[Place]:
    pem = _certificate(folder.parent / "server.pem") if tls else ""
    words = [sys.executable, "-c", FTP, str(folder), USER, PASSWORD, pem]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            context = create_default_context(cafile=pem) if tls else None
            yield Place("ftps" if tls else "ftp", HOST, port, USER, "", PASSWORD, tls=context)
        finally:
            process.kill()


def _certificate(path: Path) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "erip")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return str(path)


class _Password(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@contextmanager
def _sftp(folder: Path) -> Iterator[Place]:
    key = asyncssh.generate_private_key("ssh-ed25519")

    class Cutting(asyncssh.SFTPServer):
        def __init__(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
            super().__init__(chan, chroot=os.fsencode(folder))

        def read(self, file_obj: Any, offset: int, size: int) -> bytes:
            self._cut()
            return super().read(file_obj, offset, size)  # type: ignore[return-value]

        def write(self, file_obj: Any, offset: int, data: bytes) -> int:
            written = super().write(file_obj, offset, data[:100] if (folder / CUT).exists() else data)
            self._cut()
            return written  # type: ignore[return-value]

        def _cut(self) -> None:
            if (folder / CUT).exists():
                self.connection.abort()

    ready, stop = Event(), asyncio.Event()
    found: list[Any] = []

    async def serve() -> None:
        server = await asyncssh.listen(HOST, 0, server_factory=_Password, server_host_keys=[key], sftp_factory=Cutting)
        found.extend([server.get_port(), asyncio.get_running_loop()])
        ready.set()
        await stop.wait()
        server.close()
        await server.wait_closed()

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait(30)
    try:
        yield Place("sftp", HOST, found[0], USER, "", PASSWORD, host_key=key.export_public_key().decode())
    finally:
        found[1].call_soon_threadsafe(stop.set)
        thread.join()
