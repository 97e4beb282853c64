"""People, students and organisations, how they sign in, and the contracts by which they hold accounts.

One sign-in belongs to one subscriber, who holds one or more accounts, each by a contract of its own.
"""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace

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
    """A person or an organisation; `phone` is in E.164, and may be unknown (empty), as `email` may."""

    id = models.BigIntegerField(primary_key=True)
    sign_in = models.OneToOneField(SignIn, models.PROTECT, related_name="subscriber")
    kind = models.SmallIntegerField(choices=SubscriberKind)
    name = models.TextField()
    unp = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    language = models.TextField(choices=Language, default=Language.RUSSIAN)
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
