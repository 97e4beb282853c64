"""Secrets at rest: encrypted, or hashed, under keys that are derived from the installation's own secret."""

import base64
import hmac
import os
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


class Unreadable(Exception):
    """What is sealed was sealed with another secret, for somebody else, or altered."""


def seal(text: str, *, owner: str) -> str:
    """A text encrypted (AES-256-GCM) and bound to its owner: moved to another one it cannot be read."""
    nonce = os.urandom(NONCE_BYTES)
    hidden = AESGCM(_key(settings.SECRET_KEY, "seal")).encrypt(nonce, text.encode(), owner.encode())
    return base64.urlsafe_b64encode(nonce + hidden).decode()


def unseal(sealed: str, *, owner: str) -> str:
    """What was sealed for this owner. Unreadable."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        nonce, hidden = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        return AESGCM(_key(settings.SECRET_KEY, "seal")).decrypt(nonce, hidden, owner.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def keyed_digest(text: str, *, owner: str) -> str:
    """A hash of a short code that a copy of the database alone does not let anybody guess."""
    return hmac.new(_key(settings.SECRET_KEY, "digest"), f"{owner} {text}".encode(), sha256).hexdigest()


@cache
def _key(secret: str, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"kosmos.subscribers {use}".encode()).derive(
        secret.encode()
    )
