"""How Django finds who is signed in: the sign-in with its subscriber, in one query."""

from django.contrib.auth.backends import BaseBackend

from kosmos.subscribers.models import SignIn


class SignInBackend(BaseBackend):
    """Passwords are checked by ``services.sign_in``, which counts guesses; here nobody gets in by one."""

    def get_user(self, user_id: int) -> SignIn | None:
        """The sign-in of a session; None once it was switched off."""
        return SignIn.objects.select_related("subscriber").filter(pk=user_id, is_active=True).first()
