"""The demo's mail catcher: a real SMTP server on a free port of this machine, which keeps what it is given."""

import socket
import threading
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import connection
from django.db.models import F

from kosmos.gateway.models import SimulatedGateway, SimulatedLetter
from kosmos.kernel import clock

HOST = "127.0.0.1"
NOWHERE = "smtp://127.0.0.1:1"
"""Where mail goes while no catcher runs: nobody answers there."""
_kept: list[Controller] = []
_starting = threading.Lock()


def place() -> str:
    """Where the catcher that runs is, as KOSMOS_SMTP_URL would say it."""
    port = SimulatedGateway.objects.filter(channel="email").values_list("port", flat=True).first()
    return f"smtp://{HOST}:{port}" if port else NOWHERE


def keep_catcher() -> int:
    """See to it that this process runs a catcher, and that its port is known; the port."""
    with _starting:
        if not _kept:
            made = Controller(Catcher(), hostname=HOST, port=_free_port(), server_hostname="localhost")
            made.start()
            _kept.append(made)
        port = int(_kept[0].port)
    known, _ = SimulatedGateway.objects.get_or_create(channel="email", defaults={"port": port})
    if known.port != port:
        SimulatedGateway.objects.filter(channel="email").update(port=port)
    return port


def stop_catcher() -> None:
    """End the catcher of this process, if it runs one."""
    with _starting:
        while _kept:
            _kept.pop().stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Catcher:
    """What the server does with a letter: refuse while it is switched off, else keep it once."""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse for now while the gateway is switched off."""
        if await sync_to_async(_is_down, thread_sensitive=False)():
            return "421 4.3.2 switched off in the demo"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter."""
        content = envelope.original_content or b""
        await sync_to_async(_keep, thread_sensitive=False)(content, envelope.mail_from or "", envelope.rcpt_tos)
        return "250 OK"


def _is_down() -> bool:
    with closing(connection):
        return SimulatedGateway.objects.filter(channel="email", down=True).exists()


def _keep(content: bytes, sender: str, recipients: list[str]) -> None:
    with closing(connection):
        _write(message_from_bytes(content, policy=policy.default), sender, recipients)


def _write(letter: EmailMessage, sender: str, recipients: list[str]) -> None:
    plain, rich = letter.get_body(("plain",)), letter.get_body(("html",))
    values = {
        "at": clock.now(),
        "sender": str(letter["From"] or sender),
        "recipient": ", ".join(recipients),
        "subject": str(letter["Subject"] or ""),
        "text": plain.get_content() if plain else "",
        "html": rich.get_content() if rich else "",
    }
    _, new = SimulatedLetter.objects.get_or_create(message_id=str(letter["Message-ID"]), defaults=values)
    if not new:
        SimulatedLetter.objects.filter(message_id=str(letter["Message-ID"])).update(repeats=F("repeats") + 1)
