"""Writes about subscribers: their lists, how they sign in, their passwords and sessions."""

from kosmos.subscribers.services.audit import Origin
from kosmos.subscribers.services.consents import set_consent
from kosmos.subscribers.services.contacts import (
    EmailCode,
    ask_email,
    change_language,
    change_phone,
    confirm_email,
    forget_email_wish,
)
from kosmos.subscribers.services.deletion import cancel_deletion, erase, open_deletion, plan_deletion
from kosmos.subscribers.services.exports import note_export
from kosmos.subscribers.services.guessing import forget_guesses
from kosmos.subscribers.services.holding import Agreed, add_subscriber, carry_consents, hold_account
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
from kosmos.subscribers.services.passwords import (
    change_password,
    choose_password,
    issue_password,
    prove_password,
    set_password,
)
from kosmos.subscribers.services.second_factor import (
    asks_for_code,
    begin_required_factor,
    begin_second_factor,
    code_now,
    confirm_second_factor,
    drop_second_factor,
    end_second_factor,
    mark_of,
    set_second_factor,
    sign_in_by_code,
    waiting_secret,
)
from kosmos.subscribers.services.sessions import (
    begin_session,
    end_others,
    end_session,
    forget_ended_sessions,
    rename_session,
    sign_out,
)
from kosmos.subscribers.services.sheets import Printed, print_sheet
from kosmos.subscribers.services.signing_in import KnownDevice, sign_in, sign_in_staff
from kosmos.subscribers.services.staff import add_staff_member, change_staff_member, reset_factor, staff_member

__all__ = [
    "UNUSABLE",
    "Address",
    "Agreed",
    "Contacts",
    "EmailCode",
    "KnownDevice",
    "NewContract",
    "NewSubscriber",
    "Origin",
    "Printed",
    "add_staff_member",
    "add_subscriber",
    "ask_email",
    "asks_for_code",
    "begin_required_factor",
    "begin_second_factor",
    "begin_session",
    "bulk_add_subscribers",
    "bulk_sign_contracts",
    "cancel_deletion",
    "carry_consents",
    "change_addresses",
    "change_contacts",
    "change_language",
    "change_password",
    "change_phone",
    "change_staff_member",
    "choose_password",
    "code_now",
    "confirm_email",
    "confirm_second_factor",
    "drop_second_factor",
    "end_others",
    "end_second_factor",
    "end_session",
    "erase",
    "forget_email_wish",
    "forget_ended_sessions",
    "forget_guesses",
    "hold_account",
    "issue_password",
    "mark_of",
    "note_export",
    "open_deletion",
    "plan_deletion",
    "print_sheet",
    "prove_password",
    "rename_session",
    "reset_factor",
    "set_consent",
    "set_password",
    "set_second_factor",
    "sign_in",
    "sign_in_by_code",
    "sign_in_staff",
    "sign_out",
    "staff_member",
    "waiting_secret",
]
