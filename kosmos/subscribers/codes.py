"""Codes of a second factor (RFC 6238), and the recovery codes beside them; told the time, and nothing of Django."""

import hmac
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
TOLERATED_STEPS = 1
DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another."""


def new_secret() -> str:
    """160 random bits as an app takes them: 32 letters and digits."""
    return pyotp.random_base32()


def address_of(secret: str, *, login: str, issuer: str) -> str:
    """What the QR code says to an app: otpauth://totp/…"""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to, of those tolerated now; None for a wrong one. As long for any code."""
    current, found = int(now.timestamp()) // STEP_SECONDS, None
    for step in range(current - TOLERATED_STEPS, current + TOLERATED_STEPS + 1):
        expected = pyotp.TOTP(secret).at(step * STEP_SECONDS)
        if hmac.compare_digest(expected.encode(), code.encode()):
            found = step
    return found


def code_after(secret: str, last_step: int, now: datetime) -> str:
    """The code of now, or of the step after the last that counted while that is tolerated."""
    step = max(int(now.timestamp()) // STEP_SECONDS, last_step + 1)
    return pyotp.TOTP(secret).at(step * STEP_SECONDS)


def new_recovery_codes() -> list[str]:
    """Codes to be written down: "abcd-efgh-jkmn"."""
    return ["-".join(_letters(4) for _ in range(3)) for _ in range(RECOVERY_CODES)]


def plain(typed: str) -> str:
    """A code without the spaces and hyphens that it is typed with, in small letters, cut where it is too long."""
    return "".join(sign for sign in typed[:64].lower() if sign.isalnum())


def _letters(count: int) -> str:
    return "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(count))
