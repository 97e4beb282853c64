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


class UnknownStaffMember(DomainError):
    """No member of staff signs in with this login."""

    code = "unknown_staff_member"


class BadPhone(DomainError):
    """No phone has this number."""

    code = "bad_phone"


class BadEmail(DomainError):
    """No mail can go to this address."""

    code = "bad_email"


class SameContact(DomainError):
    """The new phone or address is the one that is kept already."""

    code = "same_contact"


class NoEmailWish(DomainError):
    """No address waits to be confirmed."""

    code = "no_email_wish"


class EmailCodeExpired(DomainError):
    """The code that was sent came too late, or was typed wrong too often; a new one is needed."""

    code = "email_code_expired"


class WrongCode(DomainError):
    """The code is not the one of now, or counted already; which of them is not said."""

    code = "wrong_code"


class NoSecondFactor(DomainError):
    """No second factor is on, or none is being switched on."""

    code = "no_second_factor"


class SecondFactorOn(DomainError):
    """A second factor is on already."""

    code = "second_factor_on"


class UnknownPurpose(DomainError):
    """There is no such purpose to consent to."""

    code = "unknown_purpose"


class ConsentTextChanged(DomainError):
    """The text was another when the page was shown; what it says now has to be read first."""

    code = "consent_text_changed"


class ContractRuns(DomainError):
    """Somebody whose services are not ended cannot be forgotten; ``accounts`` are their numbers."""

    code = "contract_runs"


class MoneyOwed(DomainError):
    """Somebody who owes money cannot be forgotten; ``owed_kopecks`` is how much."""

    code = "money_owed"


class MoneyLeft(DomainError):
    """Money is left on an account: whoever is forgotten cannot get it back; ``left_kopecks`` is how much."""

    code = "money_left"


class OrganisationStays(DomainError):
    """An organisation's papers are kept by law: only people can be forgotten."""

    code = "organisation_stays"


class NoDeletion(DomainError):
    """No deletion is planned."""

    code = "no_deletion"


class BadName(DomainError):
    """A subscriber has a name that can be printed, and that is not too long."""

    code = "bad_name"


class BadUnp(DomainError):
    """An organisation has a УНП of nine characters whose check digit is right."""

    code = "bad_unp"


class SheetPrinted(DomainError):
    """This form has printed its sheet; the password on it is not shown again."""

    code = "sheet_printed"


class SheetReasonMissing(DomainError):
    """A further sheet needs one of the known reasons."""

    code = "sheet_reason_missing"


class FirstSheetPrinted(DomainError):
    """The first sheet was printed before; a further one needs a reason."""

    code = "first_sheet_printed"


class PasswordIsOwn(DomainError):
    """The subscriber has chosen a password of his own: a new sheet comes only after a check of identity."""

    code = "password_is_own"


class NoContact(DomainError):
    """The contract has no such contact."""

    code = "no_contact"


class LinkMade(DomainError):
    """This form has sent its link."""

    code = "link_made"


class LinkGone(DomainError):
    """The link was used, is too old, or was none; which of them is not said."""

    code = "link_gone"


class StaffIsOneself(DomainError):
    """An administrator changes others: his own role, sign-in and factor are another administrator's business."""

    code = "staff_is_oneself"


class LastAdministrator(DomainError):
    """One administrator stays, or nobody could make another."""

    code = "last_administrator"


class StaffChanged(DomainError):
    """Somebody changed this member of staff since the form was shown."""

    code = "staff_changed"


class NoLongerAdministrator(DomainError):
    """Whoever acts lost his role, or his sign-in, in this very moment."""

    code = "no_longer_administrator"


class StaffSwitchedOff(DomainError):
    """Who has left has nothing to sign in with: first he is switched on again."""

    code = "staff_switched_off"
