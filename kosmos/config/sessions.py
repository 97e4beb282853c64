"""Django's sessions in the database, found by a prepared statement: every page of the cabinet asks for one."""

from typing import LiteralString

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from kosmos.kernel.sql import rows

_FOUND: LiteralString = """
SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = %(key)s AND expire_date > now()
"""


class SessionStore(db.SessionStore):
    """As Django's own."""

    def _get_session_from_db(self) -> Session | None:
        for key, data, until in rows(_FOUND, {"key": self.session_key}):
            return Session(session_key=key, session_data=data, expire_date=until)
        self._session_key = None
        return None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Django's own table, without looking for it each time."""
        return Session
