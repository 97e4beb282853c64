"""The settings that come from the environment: typed, read once, and nothing unknown let through."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from kosmos.config import cards, erip_files
from kosmos.config.agents import AgentSetting, read_agents
from kosmos.config.cards import CardSettings, read_cards
from kosmos.config.erip import EripSetting, read_erip_setting
from kosmos.config.erip_files import EripFilesSetting, read_erip_files
from kosmos.kernel.errors import SetupError

KNOWN = {
    "KOSMOS_HOME": "folder of the data (default: var in the current folder)",
    "KOSMOS_HOST": "address on which the web listens (default: 127.0.0.1)",
    "KOSMOS_PORT": "port of the web (default: 8000)",
    "KOSMOS_PUBLIC_URL": "the address that people type (default: http://127.0.0.1:PORT)",
    "KOSMOS_WEB_PROCESSES": "processes that serve pages (default: one a core, at most 4)",
    "KOSMOS_PROXIES": "addresses of reverse proxies whose X-Forwarded-For is believed (default: 127.0.0.1,::1)",
    "KOSMOS_METRICS_TOKEN": "bearer token with which /metrics answers others than this machine",
    "KOSMOS_SECRET_KEY": "secret that signs sessions; required with DATABASE_URL, 50 characters or more",
    **cards.KNOWN,
    "KOSMOS_SMTP_URL": "mail server: smtp://user:password@host:587 or smtps://… (default: a catcher, in the demo only)",
    "KOSMOS_MAIL_FROM": "who e-mail is from: Kosmos <noreply@example.by>; required with KOSMOS_SMTP_URL",
    "KOSMOS_SMS_URL": "address of the SMS gateway (default: the simulator, in the demo only)",
    "KOSMOS_SMS_KEY": "key of the SMS gateway; required with KOSMOS_SMS_URL",
    "KOSMOS_GATEWAY_PORT": "port of the gateway, on KOSMOS_HOST (default: the one after KOSMOS_PORT)",
    "KOSMOS_GATEWAY_PROCESSES": "processes that answer machines (default: one a core, at most 2)",
    "KOSMOS_AGENTS": "who takes money by check and pay, and from where: kiosk osmp 203.0.113.0/24; bank sberbank …",
    "KOSMOS_ERIP": "where ERIP asks from online, and for what: 203.0.113.0/24 service=4571 most=500.00",
    "KOSMOS_ERIP_SALT": "secret by which both sides sign; without one only the addresses of KOSMOS_ERIP guard it",
    **erip_files.KNOWN,
    "KOSMOS_FISCAL": "path of the adapter of the cash desk's fiscal equipment (default: none, receipts are not fiscal)",
    "KOSMOS_POSTGRES_BIN": "folder of another PostgreSQL's programs for the embedded database",
    "KOSMOS_POSTGRES_USER": "system user of the embedded database when started by root (default: kosmos-pg)",
    "KOSMOS_APP_ROLE": "database role of the application (default: kosmos_app)",
}
SHORTEST_SECRET = 50


@dataclass(frozen=True)
class Environment:
    """What the environment says, with defaults filled in; `embedded`: the database is Kosmos's own."""

    home: Path
    host: str
    port: int
    public_url: str
    web_processes: int
    proxies: tuple[IPv4Network | IPv6Network, ...]
    metrics_token: str = field(repr=False)
    secret_key: str = field(repr=False)
    database_url: str | None = field(repr=False)
    database_owner_url: str | None = field(repr=False)
    cards: CardSettings
    smtp_url: str = field(repr=False)
    mail_from: str
    sms_url: str
    sms_key: str = field(repr=False)
    gateway_port: int
    gateway_processes: int
    agents: tuple[AgentSetting, ...]
    erip: EripSetting | None = field(repr=False)
    erip_files: EripFilesSetting | None
    fiscal: str
    postgres_bin: Path | None
    postgres_user: str
    app_role: str
    embedded: bool

    @property
    def https(self) -> bool:
        """Whether people reach the pages by https."""
        return self.public_url.startswith("https://")

    @property
    def near_host(self) -> str:
        """The host under which this machine reaches what it serves itself."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared only

    @property
    def public_host(self) -> str:
        """The host of the public address, without its port."""
        return urlsplit(self.public_url).hostname or ""


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the settings; SetupError for an unknown name or a value out of range."""
    _check_names(environ)

    def said(name: str, default: str = "") -> str:
        return environ.get(name) or default

    port, programs = _number("KOSMOS_PORT", said("KOSMOS_PORT", "8000"), 65535), said("KOSMOS_POSTGRES_BIN")
    cores = os.cpu_count() or 1
    return Environment(
        home=Path(said("KOSMOS_HOME", "var")).absolute(),
        host=said("KOSMOS_HOST", "127.0.0.1"),
        port=port,
        public_url=_origin("KOSMOS_PUBLIC_URL", said("KOSMOS_PUBLIC_URL", f"http://127.0.0.1:{port}")),
        web_processes=_number("KOSMOS_WEB_PROCESSES", said("KOSMOS_WEB_PROCESSES", str(min(cores, 4))), 64),
        proxies=_networks(said("KOSMOS_PROXIES", "127.0.0.1,::1")),
        metrics_token=said("KOSMOS_METRICS_TOKEN"),
        secret_key=_secret(said("KOSMOS_SECRET_KEY")),
        database_url=said("DATABASE_URL") or None,
        database_owner_url=said("DATABASE_OWNER_URL", said("DATABASE_URL")) or None,
        cards=read_cards(said, partial(_origin, with_path=True)),
        smtp_url=_mail_server(said("KOSMOS_SMTP_URL"), said("KOSMOS_MAIL_FROM")),
        mail_from=said("KOSMOS_MAIL_FROM"),
        sms_url=_with_its(
            "KOSMOS_SMS_KEY", said("KOSMOS_SMS_KEY"), _origin("KOSMOS_SMS_URL", said("KOSMOS_SMS_URL"), with_path=True)
        ),
        sms_key=said("KOSMOS_SMS_KEY"),
        gateway_port=_number("KOSMOS_GATEWAY_PORT", said("KOSMOS_GATEWAY_PORT", str(_next(port))), 65535),
        gateway_processes=_number("KOSMOS_GATEWAY_PROCESSES", said("KOSMOS_GATEWAY_PROCESSES", str(min(cores, 2))), 64),
        agents=read_agents(said("KOSMOS_AGENTS")),
        erip=read_erip_setting(said("KOSMOS_ERIP"), said("KOSMOS_ERIP_SALT")),
        erip_files=read_erip_files(said, home=Path(said("KOSMOS_HOME", "var")).absolute()),
        fiscal=said("KOSMOS_FISCAL"),
        postgres_bin=Path(programs) if programs else None,
        postgres_user=said("KOSMOS_POSTGRES_USER", "kosmos-pg"),
        app_role=said("KOSMOS_APP_ROLE", "kosmos_app"),
        embedded=not said("DATABASE_URL"),
    )


def _check_names(environ: Mapping[str, str]) -> None:
    for name in environ:
        if name.startswith("KOSMOS_") and name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, 1)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(sorted(KNOWN))}."
            raise SetupError("unknown_setting", f"Unknown setting {name} in the environment.{hint}")
    if environ.get("DATABASE_OWNER_URL") and not environ.get("DATABASE_URL"):
        raise SetupError(
            "missing_setting",
            "DATABASE_OWNER_URL is set, but DATABASE_URL is not: set both, or neither for the embedded database.",
        )


def _number(name: str, text: str, most: int) -> int:
    if text.isdecimal() and 1 <= int(text) <= most:
        return int(text)
    raise SetupError("bad_setting", f"{name} is {text!r}; it must be a number from 1 to {most}.")


def _next(port: int) -> int:
    return port + 1 if port < 65535 else port - 1


def _origin(name: str, text: str, *, with_path: bool = False) -> str:
    """An address without its last slash: http or https, a host, perhaps a port; a path only where one may be."""
    if not text:
        return ""
    parts, url = _split(text), text.rstrip("/")
    whole = parts is not None and not (parts.query or parts.fragment or parts.username)
    if parts is None or not whole or (parts.path.strip("/") and not with_path):
        raise SetupError("bad_setting", f"{name} is {text!r}; it must be like https://cabinet.example.by.")
    return url


def _mail_server(text: str, sender: str) -> str:
    """The address of a mail server, with whom mail is from."""
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SetupError("bad_setting", "KOSMOS_SMTP_URL must be like smtp://user:password@mail.example.by:587.")
    if "@" not in parseaddr(sender)[1]:
        raise SetupError("bad_setting", f"KOSMOS_MAIL_FROM is {sender!r}; it must be like Kosmos <noreply@example.by>.")
    return text


def _with_its(name: str, value: str, url: str) -> str:
    """An address that is of no use without another setting."""
    if url and not value:
        raise SetupError("missing_setting", f"{name} is not set: it is required with the gateway's address.")
    return url


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if good else None


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise SetupError("bad_setting", f"KOSMOS_PROXIES is {text!r}: {error}.") from error


def _secret(text: str) -> str:
    if text and len(text) < SHORTEST_SECRET:
        raise SetupError(
            "bad_setting",
            f"KOSMOS_SECRET_KEY has {len(text)} characters; it needs {SHORTEST_SECRET}. Make one: openssl rand -hex 32",
        )
    return text
