"""Comparison of what was signed with what was given, in constant time."""

import hmac


def same_hex(given: str, right: str) -> bool:
    """Whether two signatures in hexadecimal digits are one, in capitals or not."""
    return hmac.compare_digest(given.strip().upper().encode("utf-8", "replace"), right.upper().encode())
