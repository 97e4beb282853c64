"""What the worker does for sign-ins."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

from kosmos.subscribers.services import forget_ended_sessions, forget_guesses


def tidy_sign_ins(now: datetime) -> int:
    """Delete sessions that are over and guesses that slow nobody any more; the number of guesses' counters.

    Once an hour is enough.
    """
    SessionStore.clear_expired()
    forget_ended_sessions()
    return forget_guesses(now)
