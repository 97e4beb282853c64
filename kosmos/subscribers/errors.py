"""What is refused about subscribers."""

from kosmos.kernel.errors import DomainError


class UnknownSubscriber(DomainError):
    """Nobody holds this account by a contract."""

    code = "unknown_subscriber"


class WrongSignIn(DomainError):
    """Nobody signs in with this login and password; which of them is wrong is not said."""

    code = "wrong_sign_in"


class TooManyGuesses(DomainError):
    """Wait ``seconds`` before the next attempt; nothing was checked."""

    code = "too_many_guesses"


class PasswordExpired(DomainError):
    """The issued password was not changed in time; support issues another."""

    code = "password_expired"


class WrongPassword(DomainError):
    """The current password, asked again, is another."""

    code = "wrong_password"


class PasswordRefused(DomainError):
    """A new password that is too easy to guess; ``reasons`` are codes: too_short, too_long, login, common, same."""

    code = "password_refused"


class LoginTaken(DomainError):
    """Somebody signs in with this login already, however its letters are written."""

    code = "login_taken"


class BadStaffMember(DomainError):
    """A staff member has a name, a login without spaces and one of the known roles; ``field`` says what is wrong."""

    code = "bad_staff_member"
