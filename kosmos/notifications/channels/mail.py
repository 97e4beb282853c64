"""E-mail by SMTP."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from kosmos.notifications.channels.base import GatewayDown, Letter, LetterDeferred, LetterRefused

LIMIT_S = 15
CLOSED, TEMPORARY = 421, range(400, 500)


class Smtp:
    """A mail server: smtp://user:password@host:587 with STARTTLS where there is a user, smtps:// with TLS at once."""

    def __init__(self, *, url: str, sender: str, limit_s: float = LIMIT_S) -> None:
        """``sender`` is an address, or a name with an address in angle brackets."""
        self.place, self.sender, self.limit_s = urlsplit(url), sender, limit_s
        self.domain = parseaddr(sender)[1].partition("@")[2]

    def send(self, letter: Letter, *, again: bool) -> str:
        """Hand a letter over under its own Message-ID, the same at each try: mailboxes know it by that."""
        try:
            made = self._made(letter)
        except ValueError as error:
            raise LetterRefused("an address that cannot be written") from error
        try:
            self._hand_over(made, letter.to)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _as_ours(code, said) from error
        except smtplib.SMTPDataError as error:
            raise _as_ours(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise LetterRefused("the server takes no such address") from error
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayDown(type(error).__name__) from error
        return str(made["Message-ID"])

    def _hand_over(self, made: EmailMessage, to: str) -> None:
        server = _connected(self.place, self.domain, self.limit_s)
        try:
            server.send_message(made, from_addr=parseaddr(self.sender)[1], to_addrs=[to])
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _made(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, letter.to
        message["Subject"], message["Date"] = letter.subject, formatdate()
        message["Message-ID"] = f"<{letter.id}@{self.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = letter.language
        message.set_content(letter.text)
        if letter.html:
            message.add_alternative(letter.html, subtype="html")
        return message


def _as_ours(code: int, said: bytes | str) -> Exception:
    """A server's answer about one letter: 421 closes the door, other 4xx ask to come again, all else is for good."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = f"{code} {words}"[:200]
    if code == CLOSED:
        return GatewayDown(text)
    return LetterDeferred(text) if code in TEMPORARY else LetterRefused(text)


def _connected(place: SplitResult, ours: str, limit_s: float) -> smtplib.SMTP:
    """A connection on which we say that we are ``ours``: asking for this machine's own name can take long."""
    host = place.hostname or ""
    server: smtplib.SMTP
    if place.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            host, place.port or 465, local_hostname=ours, timeout=limit_s, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, place.port or 25, local_hostname=ours, timeout=limit_s)
    try:
        if place.username:
            if place.scheme != "smtps":
                server.starttls(context=ssl.create_default_context())
            server.login(unquote(place.username), unquote(place.password or ""))
    except BaseException:
        server.close()
        raise
    return server
