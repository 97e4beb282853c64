"""What the web says to the gateway when it hands a request on, so that nobody else can name another's address."""

import hashlib
import hmac


def token(secret: str) -> str:
    """The word that web and gateway share, made of the installation's secret; empty without one."""
    return hmac.new(secret.encode(), b"kosmos handed on", hashlib.sha256).hexdigest() if secret else ""
