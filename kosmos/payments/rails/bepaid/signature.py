"""Who sent a webhook: RSA over its raw body, or name and secret.

``Content-Signature`` is base64 of RSA with SHA-256; the padding is taken as PKCS #1 v1.5, as OpenSSL signs by default
(unconfirmed by the documents).
"""

import base64
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.json_body import basic, from_base64

HEADER = "Content-Signature"
MOST_SIGNS = 4_096


def public_key(text: str) -> RSAPublicKey:
    """The shop's public key, as PEM or as the cabinet shows it: base64 without frames. MessageError: unreadable."""
    try:
        framed = "-----BEGIN" in text
        key = load_pem_public_key(text.encode()) if framed else load_der_public_key(from_base64(text, "public_key"))
    except (ValueError, TypeError) as error:
        raise MessageError("unreadable", "public_key") from error
    if not isinstance(key, RSAPublicKey):
        raise MessageError("unreadable", "public_key", detail="not RSA")
    return key


def check(body: bytes, given: str, key: RSAPublicKey) -> None:
    """Hold a header against the raw body. MessageError: missing, unreadable, unsigned."""
    if not given.strip():
        raise MessageError("missing", HEADER)
    if len(given) > MOST_SIGNS:
        raise MessageError("too_long", HEADER)
    try:
        key.verify(from_base64(given, HEADER), body, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise MessageError("unsigned", HEADER) from error


def sign(body: bytes, key: RSAPrivateKey) -> str:
    """The header's value, as bePaid makes it."""
    return base64.b64encode(key.sign(body, PKCS1v15(), SHA256())).decode("ascii")


def check_basic(given: str, *, shop_id: str, secret: str) -> None:
    """Hold an Authorization header against name and secret, in constant time. MessageError: missing, unsigned."""
    if not given.strip():
        raise MessageError("missing", "Authorization")
    right = basic(shop_id, secret)
    if not hmac.compare_digest(given.strip().encode("utf-8", "replace"), right.encode()):
        raise MessageError("unsigned", "Authorization")
