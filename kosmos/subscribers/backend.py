"""How Django finds who is signed in: the sign-in with its subscriber, in one query."""

from typing import LiteralString

from django.contrib.auth.backends import BaseBackend

from kosmos.kernel.sql import rows
from kosmos.subscribers.models import SignIn, Subscriber

_SIGN_IN = ("password", "last_login", "id", "login", "is_active", "must_change_password", "password_expires_at")
_SUBSCRIBER = ("id", "sign_in_id", "kind", "name", "unp", "phone", "email", "language")
"""The models' columns, in their order."""
_FOUND: LiteralString = """
SELECT password, last_login, sign_in.id, login, is_active, must_change_password, password_expires_at,
       subscriber.id, sign_in_id, kind, name, unp, phone, email, language
  FROM subscribers_signin AS sign_in
  LEFT JOIN subscribers_subscriber AS subscriber ON subscriber.sign_in_id = sign_in.id
 WHERE sign_in.id = %(id)s AND is_active
"""


class SignInBackend(BaseBackend):
    """Passwords are checked by ``services.sign_in``, which counts guesses; here nobody gets in by one."""

    def get_user(self, user_id: int) -> SignIn | None:
        """The sign-in of a session; None once it was switched off. Every page asks, so it is one prepared statement."""
        found = rows(_FOUND, {"id": user_id})
        if not found:
            return None
        sign_in: SignIn = SignIn.from_db("default", _SIGN_IN, found[0][: len(_SIGN_IN)])
        whose = found[0][len(_SIGN_IN) :]
        subscriber = Subscriber.from_db("default", _SUBSCRIBER, whose) if whose[0] is not None else None
        SignIn._meta.get_field("subscriber").set_cached_value(sign_in, subscriber)
        if subscriber is not None:
            Subscriber._meta.get_field("sign_in").set_cached_value(subscriber, sign_in)
        return sign_in
