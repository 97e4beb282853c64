"""The key by which a simulated provider signs: made once for a demo, and kept in its database."""

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from kosmos.gateway.models import SimulatedKey


def private_key(rail: str = "bepaid") -> rsa.RSAPrivateKey:
    """The key that a simulated provider signs by; made if there is none yet."""
    found = SimulatedKey.objects.filter(rail=rail).first() or _made(rail)
    key = load_pem_private_key(found.pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(type(key).__name__)
    return key


def public_key(rail: str = "bepaid") -> str:
    """The half of it that the merchant checks by."""
    return private_key(rail).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _made(rail: str) -> SimulatedKey:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    SimulatedKey.objects.bulk_create([SimulatedKey(rail=rail, pem=pem)], ignore_conflicts=True)
    return SimulatedKey.objects.get(rail=rail)
