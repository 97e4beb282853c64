"""Django's sessions in the database, found by the statement that tells the time: a page of the cabinet needs both."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError

from kosmos.config.context import moment_and_session


class SessionStore(db.SessionStore):
    """As Django's own, but what a database that is away leaves unsaved is no session that was ended."""

    def save(self, must_create: bool = False) -> None:
        """Keep it. UpdateError if it was ended meanwhile, OperationalError if the database is away."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def _get_session_from_db(self) -> Session | None:
        _, found = moment_and_session(self.session_key or "")
        if found is not None:
            return Session(**dict(zip(("session_key", "session_data", "expire_date"), found, strict=True)))
        self._session_key = None
        return None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Django's own table, without looking for it each time."""
        return Session
