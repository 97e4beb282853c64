"""How files are exchanged with ERIP: a folder, or its server by FTP or SFTP; and who is paid, as its files say."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kosmos.kernel.errors import SetupError
from kosmos.kernel.iban import SHAPE, iban_in

KNOWN = {
    "KOSMOS_ERIP_FILES": "where ERIP's files are: a folder, or sftp://user@host/folder, ftps://…, ftp://…",
    "KOSMOS_ERIP_PASSWORD": "password at ERIP's server of files",
    "KOSMOS_ERIP_KEY_FILE": "file of the private key for ERIP's SFTP server, instead of a password",
    "KOSMOS_ERIP_HOST_KEY": "the key that ERIP's SFTP server has to prove: ssh-ed25519 AAAA…",
    "KOSMOS_ERIP_PAYEE": "who is paid, as ERIP's files say: code=… unp=… bank=… account=… service=…",
}
SCHEMES = {"ftp": 21, "ftps": 21, "sftp": 22}
PAYEE = {
    "code": re.compile(r"[0-9A-Za-z]{1,30}"),
    "unp": re.compile(r"[0-9A-Z]{9}"),
    "bank": re.compile(r"[0-9A-Z]{1,15}"),
    "account": re.compile(r"[0-9A-Z]{1,34}"),
    "service": re.compile(r"[0-9]{1,8}"),
}
EARLY = {"early": "no"}
"""Whether a file of payments (206) credits before the one of transfers (210) comes: "yes" if so agreed with ERIP."""
_PAYEE_EXAMPLE = "code=45 unp=191234567 bank=BANKBY2X account=BY13NBRB3600900000002Z00AB00 service=4571"

DEMO_PAYEE = {
    "code": "1",
    "unp": "191234567",
    "bank": "DEMOBY2X",
    "account": "BY10DEMO3600900000002Z00AB00",
    "service": "4571",
    "early": "no",
}


@dataclass(frozen=True, slots=True)
class ServerSetting:
    """ERIP's server: ``folder`` holds its ``in`` and ``out``; ``host_key`` is what an SFTP server has to prove."""

    scheme: str
    host: str
    port: int
    user: str
    folder: str
    password: str = field(default="", repr=False)
    key_file: str = ""
    host_key: str = ""


@dataclass(frozen=True, slots=True)
class EripFilesSetting:
    """The spool folder, the server that it is exchanged with (none: others carry the files), and who is paid."""

    spool: Path
    server: ServerSetting | None = None
    payee: dict[str, str] = field(default_factory=dict)


def read_erip_files(said: Callable[[str], str], *, home: Path) -> EripFilesSetting | None:
    """The settings of ERIP's files; None if there are none. SetupError if they cannot be read."""
    where = said("KOSMOS_ERIP_FILES")
    if not where:
        if alone := [name for name in KNOWN if said(name)]:
            raise SetupError(
                "missing_setting", f"{alone[0]} is set, but KOSMOS_ERIP_FILES is not: it says where they are."
            )
        return None
    payee = _payee(said("KOSMOS_ERIP_PAYEE"))
    if "://" not in where:
        folder = Path(where).absolute()
        if folder.exists() and not folder.is_dir():
            raise SetupError("bad_setting", f"KOSMOS_ERIP_FILES is {where}, which is no folder.")
        return EripFilesSetting(folder, None, payee)
    return EripFilesSetting(home / "erip", _server(where, said), payee)


def _server(where: str, said: Callable[[str], str]) -> ServerSetting:
    parts = urlsplit(where)
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username or parts.password or parts.query:
        raise SetupError(
            "bad_setting",
            "KOSMOS_ERIP_FILES must be a folder, or like sftp://user@host/folder (ftp, ftps); "
            "the password is KOSMOS_ERIP_PASSWORD.",
        )
    try:
        port = parts.port or SCHEMES[parts.scheme]
    except ValueError as error:
        raise SetupError("bad_setting", f"KOSMOS_ERIP_FILES: {error}.") from error
    server = ServerSetting(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        folder=unquote(parts.path).rstrip("/"),
        password=said("KOSMOS_ERIP_PASSWORD"),
        key_file=said("KOSMOS_ERIP_KEY_FILE"),
        host_key=said("KOSMOS_ERIP_HOST_KEY"),
    )
    if server.scheme == "sftp" and not server.host_key:
        raise SetupError(
            "missing_setting",
            "KOSMOS_ERIP_HOST_KEY is not set: without it anybody could be ERIP's server. "
            "Ask ERIP for it, it is like: ssh-ed25519 AAAA…",
        )
    _check_host_key(server.host_key)
    if server.key_file and not Path(server.key_file).is_file():
        raise SetupError("bad_setting", f"KOSMOS_ERIP_KEY_FILE is {server.key_file}, where there is no file.")
    if not server.password and not (server.scheme == "sftp" and server.key_file):
        raise SetupError("missing_setting", "KOSMOS_ERIP_PASSWORD is not set (for SFTP, KOSMOS_ERIP_KEY_FILE may be).")
    return server


def _check_host_key(text: str) -> None:
    if not text:
        return
    import asyncssh  # noqa: PLC0415 - takes a while, and few have such a server

    try:
        asyncssh.import_public_key(text)
    except asyncssh.KeyImportError as error:
        raise SetupError(
            "bad_setting", f"KOSMOS_ERIP_HOST_KEY cannot be read ({error}); copy it whole, like: ssh-ed25519 AAAA…"
        ) from error


def _payee(text: str) -> dict[str, str]:
    if not text:
        return {}
    said = EARLY | dict(word.partition("=")[::2] for word in text.split())
    whole = said.keys() == PAYEE.keys() | EARLY.keys() and said["early"] in {"yes", "no"}
    if not whole or not all(shape.fullmatch(said[name]) for name, shape in PAYEE.items()):
        raise SetupError("bad_setting", f"KOSMOS_ERIP_PAYEE is {text!r}; it is written like: {_PAYEE_EXAMPLE}")
    if iban_in(said["account"]) is None:
        raise SetupError(
            "bad_setting",
            f"KOSMOS_ERIP_PAYEE: account={said['account']} is not an IBAN ({SHAPE}), or a sign of it is mistyped.",
        )
    return said
