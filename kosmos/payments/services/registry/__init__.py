"""Statements of banks and the post: read by a profile, looked at, posted as the operator chose, each payment once."""

from kosmos.payments.services.registry.parts import LANES
from kosmos.payments.services.registry.posting import (
    choose,
    drop,
    foreseen,
    load_statement,
    pursue_statement,
    statement_of,
    take_statement,
)
from kosmos.payments.services.registry.profiles import keep_profile, profile_named, profiles
from kosmos.payments.services.registry.reading import Fault, Foresight, Read
from kosmos.payments.services.registry.spool import take_spool

__all__ = [
    "LANES",
    "Fault",
    "Foresight",
    "Read",
    "choose",
    "drop",
    "foreseen",
    "keep_profile",
    "load_statement",
    "profile_named",
    "profiles",
    "pursue_statement",
    "statement_of",
    "take_spool",
    "take_statement",
]
