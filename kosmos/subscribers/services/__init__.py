"""Writes about subscribers: their lists, how they sign in, their passwords and sessions."""

from kosmos.subscribers.services.audit import Origin
from kosmos.subscribers.services.guessing import forget_guesses
from kosmos.subscribers.services.lists import (
    UNUSABLE,
    Address,
    Contacts,
    NewContract,
    NewSubscriber,
    bulk_add_subscribers,
    bulk_sign_contracts,
    change_addresses,
    change_contacts,
)
from kosmos.subscribers.services.passwords import change_password, issue_password, set_password
from kosmos.subscribers.services.sessions import (
    begin_session,
    end_others,
    end_session,
    forget_ended_sessions,
    rename_session,
    sign_out,
)
from kosmos.subscribers.services.signing_in import KnownDevice, sign_in, sign_in_staff
from kosmos.subscribers.services.staff import add_staff_member

__all__ = [
    "UNUSABLE",
    "Address",
    "Contacts",
    "KnownDevice",
    "NewContract",
    "NewSubscriber",
    "Origin",
    "add_staff_member",
    "begin_session",
    "bulk_add_subscribers",
    "bulk_sign_contracts",
    "change_addresses",
    "change_contacts",
    "change_password",
    "end_others",
    "end_session",
    "forget_ended_sessions",
    "forget_guesses",
    "issue_password",
    "rename_session",
    "set_password",
    "sign_in",
    "sign_in_staff",
    "sign_out",
]
