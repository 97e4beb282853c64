"""People, students and organisations, how they sign in, and the contracts by which they hold accounts.

One sign-in belongs to one subscriber, who holds one or more accounts, each by a contract of its own.
"""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace

import kosmos.subscribers.access
import kosmos.subscribers.acts  # noqa: F401 - more models of this app

if TYPE_CHECKING:
    from kosmos.subscribers.queries import HeldAccount


class SubscriberKind(models.IntegerChoices):
    """Who a subscriber is; a УНП is an organisation's."""

    PERSON = 1, "person"
    STUDENT = 2, "student"
    ORGANISATION = 3, "organisation"


AUDIENCE_OF: dict[int, str] = {
    SubscriberKind.PERSON: "home",
    SubscriberKind.STUDENT: "student",
    SubscriberKind.ORGANISATION: "business",
}
"""The audience that a kind of subscriber belongs to, in the catalogue's words."""


class Language(models.TextChoices):
    """The languages that a subscriber can be spoken to in."""

    RUSSIAN = "ru", "Русский"
    BELARUSIAN = "be", "Беларуская"
    ENGLISH = "en", "English"


class SignInManager(BaseUserManager["SignIn"]):
    """Sign-ins are found by login; letters' case does not tell them apart."""

    def get_by_natural_key(self, username: str | None) -> "SignIn":
        """The sign-in with this login, however it is typed."""
        return self.annotate(login_key=Lower("login")).get(login_key=Lower(Value(username or "")))


class SignIn(AbstractBaseUser):
    """A login and password for the pages; the password cannot be used until one is issued."""

    id = models.BigIntegerField(primary_key=True)
    login = models.TextField(unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_expires_at = models.DateTimeField(null=True)

    held: "tuple[HeldAccount, ...]"
    """The subscriber's accounts by number; only on the sign-in of a request."""

    objects: ClassVar[SignInManager] = SignInManager()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("login"), name="one_login"),
            models.CheckConstraint(condition=Q(login__regex=r"^\S+$"), name="login_without_spaces"),
        ]


def _alphabetical(field: str) -> Replace:
    """A key that sorts Russian and Belarusian letters by code point: ё after е, і after и, ў after у."""
    key: Lower | Replace = Lower(field)
    for letter, before in (("ё", "е"), ("і", "и"), ("ў", "у")):
        key = Replace(key, Value(letter), Value(before + letter))
    assert isinstance(key, Replace)
    return key


class Subscriber(models.Model):
    """A person or an organisation; `phone` is in E.164, and may be unknown (empty), as `email` may.

    ``email_confirmed_at`` says since when we know that its owner reads it; a new address takes the place of the old
    one only when it is confirmed (``EmailWish``).
    """

    id = models.BigIntegerField(primary_key=True)
    sign_in = models.OneToOneField(SignIn, models.PROTECT, related_name="subscriber")
    kind = models.SmallIntegerField(choices=SubscriberKind)
    name = models.TextField()
    unp = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    language = models.TextField(choices=Language, default=Language.RUSSIAN)
    email_confirmed_at = models.DateTimeField(null=True)
    name_key = models.GeneratedField(
        expression=_alphabetical("name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="subscriber_by_name"),
            models.Index(fields=["phone"], name="subscriber_by_phone"),
            models.Index(fields=["unp"], name="subscriber_by_unp", condition=~Q(unp="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SubscriberKind.ORGANISATION, unp__regex=r"^[0-9A-Z]{9}$")
                | (~Q(kind=SubscriberKind.ORGANISATION) & Q(unp="")),
                name="unp_of_organisations",
            ),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="phone_e164"),
            models.CheckConstraint(condition=Q(email="") | Q(email__contains="@"), name="email_has_at"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="language_known"),
            models.CheckConstraint(condition=Q(kind__in=SubscriberKind.values), name="subscriber_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="subscriber_has_name"),
        ]


class Contract(models.Model):
    """By which a subscriber holds an account, and the address that the account's services are brought to."""

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="contracts", db_index=False)
    number = models.TextField()
    signed_on = models.DateField()
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="contracts")
    city = models.TextField()
    street = models.TextField(blank=True, default="")
    house = models.TextField(blank=True, default="")
    building = models.TextField(blank=True, default="")
    apartment = models.TextField(blank=True, default="")
    dormitory = models.TextField(blank=True, default="")
    room = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_contract_an_account"),
            models.CheckConstraint(
                condition=(~Q(street="") & ~Q(house="")) | (~Q(dormitory="") & ~Q(room="")),
                name="address_is_whole",
            ),
            models.CheckConstraint(condition=~Q(city="") & ~Q(number=""), name="contract_has_number_and_city"),
        ]


class StaffRole(models.TextChoices):
    """What a member of the operator's staff does; what each role may do is in ``kosmos.backoffice.roles``."""

    AGENT = "agent", "agent"
    CASHIER = "cashier", "cashier"
    TECHNICIAN = "technician", "technician"
    SALES = "sales", "sales"
    FINANCE = "finance", "finance"
    EDITOR = "editor", "editor"
    ADMINISTRATOR = "administrator", "administrator"


class StaffMember(models.Model):
    """One of the operator's people, who holds no account; one whose sign-in is not active can do nothing."""

    sign_in = models.OneToOneField(SignIn, models.PROTECT, primary_key=True, related_name="staff_member")
    name = models.TextField()
    role = models.TextField(choices=StaffRole)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=StaffRole.values), name="staff_role_known"),
            models.CheckConstraint(condition=~Q(name=""), name="staff_member_has_name"),
        ]


class SignInEventKind(models.IntegerChoices):
    """What happened about a sign-in, for the audit."""

    SIGNED_IN = 1, "signed_in"
    REFUSED = 2, "refused"
    SIGNED_OUT = 3, "signed_out"
    PASSWORD_ISSUED = 4, "password_issued"
    PASSWORD_CHANGED = 5, "password_changed"
    SESSIONS_ENDED = 6, "sessions_ended"
    CODE_ASKED = 7, "code_asked"
    SECOND_FACTOR_ON = 8, "second_factor_on"
    SECOND_FACTOR_OFF = 9, "second_factor_off"
    CONTACT_CHANGED = 10, "contact_changed"
    CONSENT_CHANGED = 11, "consent_changed"
    DATA_EXPORTED = 12, "data_exported"
    DELETION_ASKED = 13, "deletion_asked"
    DELETION_CANCELLED = 14, "deletion_cancelled"
    ERASED = 15, "erased"
    IDENTITY_CHECKED = 16, "identity_checked"
    LINK_SENT = 17, "link_sent"
    LINK_USED = 18, "link_used"


class SignInEvent(models.Model):
    """A line of the audit, never changed: who, from where, with what; a refusal's reason is for staff only.

    What was typed is not kept: people type passwords into the field of the login.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    kind = models.SmallIntegerField(choices=SignInEventKind)
    sign_in = models.ForeignKey(SignIn, models.PROTECT, null=True, related_name="events", db_index=False)
    reason = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    device = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["sign_in", "at"], name="event_by_sign_in"),
            models.Index(fields=["at", "id"], name="event_by_time"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
            models.Index(fields=["address", "at"], name="event_by_address", condition=~Q(address="")),
            models.Index(
                fields=["sign_in", "address", "at"],
                name="success_by_address",
                condition=Q(kind=SignInEventKind.SIGNED_IN),
            ),
        ]


class GuessCounter(models.Model):
    """Failed sign-ins of one key: an address, a network, a login …; none is tried again before ``retry_at``."""

    key = models.TextField(primary_key=True)
    failures = models.IntegerField()
    counted_at = models.DateTimeField()
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["counted_at"], name="guesses_by_age")]
        constraints = [models.CheckConstraint(condition=Q(failures__gte=0), name="failures_counted")]


class OpenSession(models.Model):
    """A session that its owner can see and end; ``key`` is that of Django's session, and is shown to nobody."""

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    sign_in = models.ForeignKey(SignIn, models.CASCADE, related_name="open_sessions")
    begun_at = models.DateTimeField()
    address = models.TextField(blank=True, default="")
    device = models.TextField(blank=True, default="")


class SecondFactor(models.Model):
    """What makes the codes that a sign-in asks for after its password; none is asked for until one confirmed it.

    ``secret`` is encrypted. ``last_step`` is the time step of the last code that counted: none counts twice.
    """

    sign_in = models.OneToOneField(SignIn, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = models.TextField()
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """One of the codes for whoever has lost his phone; only a keyed hash is kept, and each counts once."""

    id = models.UUIDField(primary_key=True)
    sign_in = models.ForeignKey(SignIn, models.CASCADE, related_name="recovery_codes")
    digest = models.TextField()
    used_at = models.DateTimeField(null=True)


class ContactField(models.TextChoices):
    """What about a subscriber he can change himself."""

    PHONE = "phone", "phone"
    EMAIL = "email", "email"
    LANGUAGE = "language", "language"


class ContactChange(models.Model):
    """What a contact was and became, when and from where; erased with the subscriber, unlike the line of the audit."""

    id = models.UUIDField(primary_key=True)
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="contact_changes", db_index=False)
    at = models.DateTimeField()
    field = models.TextField(choices=ContactField)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    device = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["subscriber", "at"], name="contact_change_by_subscriber")]
        constraints = [
            models.CheckConstraint(condition=Q(field__in=ContactField.values), name="contact_field_known"),
        ]


class EmailWish(models.Model):
    """An address that waits for the code that was sent to it; ``digest`` is a keyed hash, ``tries`` were wrong."""

    subscriber = models.OneToOneField(Subscriber, models.CASCADE, primary_key=True, related_name="email_wish")
    email = models.TextField()
    digest = models.TextField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.IntegerField(default=0)


class Purpose(models.TextChoices):
    """What a subscriber may agree to; messages of service are a duty and need no consent."""

    ADVERTISING = "advertising", "advertising"
    SMS_ADVERTISING = "sms_advertising", "sms_advertising"
    PASSING_ON = "passing_on", "passing_on"
    PAYMENT_TOKEN = "payment_token", "payment_token"


class Consent(models.Model):
    """A consent given or withdrawn, never changed: to which version of the text, when, from where.

    The latest of a purpose holds. ``guardian`` is who agreed for somebody under 16, noted by a member of staff.
    """

    id = models.UUIDField(primary_key=True)
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="consents", db_index=False)
    purpose = models.TextField(choices=Purpose)
    version = models.SmallIntegerField()
    given = models.BooleanField()
    at = models.DateTimeField()
    address = models.TextField(blank=True, default="")
    device = models.TextField(blank=True, default="")
    guardian = models.TextField(blank=True, default="")
    noted_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="noted_consents", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["subscriber", "purpose", "at"], name="consent_by_purpose")]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_purpose_known"),
            models.CheckConstraint(condition=Q(version__gt=0), name="consent_text_numbered"),
            models.CheckConstraint(
                condition=Q(guardian="") | Q(noted_by__isnull=False), name="guardian_noted_by_staff"
            ),
        ]


class DeletionRequest(models.Model):
    """A wish to be forgotten: planned for an instant, until then to be cancelled; then it is done."""

    id = models.UUIDField(primary_key=True)
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="deletion_requests", db_index=False)
    asked_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["planned_at"], name="deletion_due", condition=Q(cancelled_at__isnull=True, done_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber"],
                name="one_deletion_at_a_time",
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(done_at__isnull=True), name="deletion_cancelled_or_done"
            ),
        ]
