"""How Django finds who is signed in: the sign-in with its subscriber and his accounts, in one query."""

from typing import LiteralString

from django.contrib.auth.backends import BaseBackend

from kosmos.kernel.sql import rows
from kosmos.subscribers.models import SignIn, Subscriber
from kosmos.subscribers.queries import HeldAccount
from kosmos.subscribers.services import Address

_SIGN_IN = ("password", "last_login", "id", "login", "is_active", "must_change_password", "password_expires_at")
_SUBSCRIBER = ("id", "sign_in_id", "kind", "name", "unp", "phone", "email", "language")
"""The models' columns, in their order."""
_WHOSE, _HELD = len(_SIGN_IN), len(_SIGN_IN) + len(_SUBSCRIBER)
_FOUND: LiteralString = """
SELECT password, last_login, sign_in.id, login, is_active, must_change_password, password_expires_at,
       subscriber.id, sign_in_id, subscriber.kind, subscriber.name, unp, phone, email, language,
       contract.account_id, known.number, balance_kopecks, city, street, house, building, apartment, dormitory, room
  FROM subscribers_signin AS sign_in
  LEFT JOIN subscribers_subscriber AS subscriber ON subscriber.sign_in_id = sign_in.id
  LEFT JOIN (subscribers_contract AS contract
       JOIN ledger_account AS account ON account.id = contract.account_id
       LEFT JOIN ledger_accountnumber AS known ON known.account_id = contract.account_id)
    ON contract.subscriber_id = subscriber.id
 WHERE sign_in.id = %(id)s AND is_active
"""


class SignInBackend(BaseBackend):
    """Passwords are checked by ``services.sign_in``, which counts guesses; here nobody gets in by one."""

    def get_user(self, user_id: int) -> SignIn | None:
        """The sign-in of a session; None once it was switched off. Every page asks, so it is one prepared statement."""
        found = rows(_FOUND, {"id": user_id})
        if not found:
            return None
        sign_in: SignIn = SignIn.from_db("default", _SIGN_IN, found[0][:_WHOSE])
        whose = found[0][_WHOSE:_HELD]
        subscriber = Subscriber.from_db("default", _SUBSCRIBER, whose) if whose[0] is not None else None
        SignIn._meta.get_field("subscriber").set_cached_value(sign_in, subscriber)
        if subscriber is not None:
            Subscriber._meta.get_field("sign_in").set_cached_value(subscriber, sign_in)
        held = [_held(*row[_HELD:]) for row in found if row[_HELD] is not None]
        sign_in.held = tuple(sorted(held, key=lambda one: (len(one.number), one.number)))
        return sign_in


def _held(account_id: int, number: str, balance_kopecks: int, *address: str) -> HeldAccount:
    return HeldAccount(account_id, number, balance_kopecks, Address(*address))
