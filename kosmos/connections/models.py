"""The way from an enquiry to a subscriber: applications and what is done about them, and the visits of technicians."""

from django.db import models
from django.db.models import F, Q

from kosmos.catalogue.models import Building, Plan, Service
from kosmos.ledger.models import Account
from kosmos.subscribers.models import Purpose, StaffMember


class ApplicationKind(models.TextChoices):
    """Who applies, by the form he fills in; a call-back only asks to be called."""

    HOME = "home"
    STUDENT = "student"
    BUSINESS = "business"
    CALL_BACK = "call_back"


class Source(models.TextChoices):
    """Where an application was taken."""

    SITE = "site"
    OFFICE = "office"
    PHONE = "phone"


class Stage(models.TextChoices):
    """How far an application has come; which may follow which is in ``kosmos.connections.rules``.

    ``POSSIBLE`` says that the place can be connected, ``CALLED`` is the end of a call-back.
    """

    NEW = "new"
    CONTACTED = "contacted"
    POSSIBLE = "possible"
    VISIT_PLANNED = "visit_planned"
    CONNECTED = "connected"
    CONTRACT_SIGNED = "contract_signed"
    ACTIVE = "active"
    REFUSED = "refused"
    CALLED = "called"


class Refusal(models.TextChoices):
    """Why an application came to nothing."""

    NO_COVERAGE = "no_coverage"
    CHANGED_MIND = "changed_mind"
    TOO_DEAR = "too_dear"
    OTHER_OPERATOR = "other_operator"
    NOT_REACHED = "not_reached"
    DUPLICATE = "duplicate"
    NOT_SERIOUS = "not_serious"
    OTHER = "other"


ENDED = (Stage.ACTIVE, Stage.REFUSED, Stage.CALLED)
"""The stages after which nothing is to be done."""


class Application(models.Model):
    """A wish to be connected, or to be called; what is asked depends on its kind.

    ``number`` is for saying aloud, ``token`` names it in the applicant's address and cannot be guessed, ``key`` is the
    form that made it. ``due_at`` is until when something is to be done about it, empty when nothing is. ``version``
    counts its changes, so that two who work on it do not undo each other. ``account`` is there from the contract on.
    ``call_from_at`` and ``call_until_at`` say when to call, ``page`` from which page a call was asked for.
    """

    id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    token = models.TextField(unique=True)
    key = models.TextField(unique=True)
    kind = models.TextField(choices=ApplicationKind)
    source = models.TextField(choices=Source, default=Source.SITE)
    language = models.TextField(default="ru")
    stage = models.TextField(choices=Stage, default=Stage.NEW)
    stage_since_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    version = models.IntegerField(default=0)
    owner = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="applications")
    refusal = models.TextField(choices=Refusal, blank=True, default="")

    name = models.TextField()
    phone = models.TextField()
    organisation = models.TextField(blank=True, default="")
    city = models.TextField(blank=True, default="")
    street = models.TextField(blank=True, default="")
    house = models.TextField(blank=True, default="")
    building = models.TextField(blank=True, default="")
    apartment = models.TextField(blank=True, default="")
    dormitory = models.TextField(blank=True, default="")
    room = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    covered_by = models.ForeignKey(Building, models.SET_NULL, null=True, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+", db_index=False)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+", db_index=False)
    comment = models.TextField(blank=True, default="")
    call_from_at = models.DateTimeField(null=True)
    call_until_at = models.DateTimeField(null=True)
    page = models.TextField(blank=True, default="")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["phone", "-created_at"], name="application_by_phone"),
            models.Index(fields=["stage", "due_at"], name="application_by_stage"),
            models.Index(fields=["-created_at", "id"], name="application_by_age"),
            models.Index(fields=["due_at", "id"], name="application_waiting", condition=Q(due_at__isnull=False)),
            models.Index(fields=["account"], name="application_by_account", condition=Q(account__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ApplicationKind.values), name="application_kind_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="application_source_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="application_stage_known"),
            models.CheckConstraint(condition=~Q(name=""), name="application_has_name"),
            models.CheckConstraint(condition=Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="application_phone_e164"),
            models.CheckConstraint(
                condition=(Q(stage=Stage.REFUSED) & Q(refusal__in=Refusal.values))
                | (~Q(stage=Stage.REFUSED) & Q(refusal="")),
                name="refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.CONTRACT_SIGNED, Stage.ACTIVE]) | Q(account__isnull=False),
                name="contract_opens_an_account",
            ),
            models.CheckConstraint(
                condition=Q(kind=ApplicationKind.CALL_BACK) | ~Q(stage=Stage.CALLED), name="only_calls_are_called"
            ),
        ]


class Agreement(models.TextChoices):
    """What an applicant may agree to, each apart: that his application is worked on, and what a subscriber may too."""

    APPLICATION = "application"
    SMS_ADVERTISING = Purpose.SMS_ADVERTISING.value


class ApplicationConsent(models.Model):
    """What an applicant agreed to with his application: the version of the text, from where."""

    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="consents")
    purpose = models.TextField(choices=Agreement)
    version = models.SmallIntegerField()
    at = models.DateTimeField()
    network_address = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "purpose"], name="one_consent_a_purpose"),
            models.CheckConstraint(condition=Q(purpose__in=Agreement.values), name="application_consent_known"),
        ]


class EntryKind(models.TextChoices):
    """What happened about an application."""

    STAGE = "stage"
    NOTE = "note"
    CALL = "call"
    OWNER = "owner"
    CHANGED = "changed"
    VISIT = "visit"


class ApplicationEntry(models.Model):
    """A line of an application's history, numbered from 1 within it, never changed; ``by`` is empty for the applicant.

    Of a move ``before`` and ``after`` are the stages and ``reason`` a Refusal, of a call ``after`` says whether anybody
    answered and ``again_at`` when to call again. ``key`` is the form that made it, empty where nobody pressed anything.
    """

    pk = models.CompositePrimaryKey("application_id", "number")
    application = models.ForeignKey(Application, models.PROTECT, related_name="entries", db_index=False)
    number = models.IntegerField()
    key = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.TextField(choices=EntryKind)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    again_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="entry_by_time", condition=Q(by__isnull=False)),
            models.Index(fields=["by", "at"], name="entry_by_staff", condition=Q(by__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], name="application_entry_once_for_a_form", condition=~Q(key="")
            ),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="application_entry_kind_known"),
            models.CheckConstraint(condition=Q(number__gt=0), name="application_entry_numbered"),
        ]


class WorkingHours(models.Model):
    """When a technician works: on a weekday (1 is Monday) as a rule, or on one day instead of the rule.

    Without hours (both empty) it is a day off.
    """

    id = models.UUIDField(primary_key=True)
    technician = models.ForeignKey(StaffMember, models.PROTECT, related_name="working_hours")
    weekday = models.SmallIntegerField(null=True)
    on = models.DateField(null=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["technician", "weekday"], name="hours_of_a_weekday"),
            models.UniqueConstraint(fields=["technician", "on"], name="hours_of_a_day"),
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, on__isnull=True) | Q(weekday__isnull=True, on__isnull=False),
                name="hours_of_a_weekday_or_a_day",
            ),
            models.CheckConstraint(condition=Q(weekday=None) | Q(weekday__range=(1, 7)), name="weekday_of_a_week"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, starts__lt=F("ends")),
                name="hours_in_order",
            ),
        ]


class VisitState(models.TextChoices):
    """What became of a visit."""

    PLANNED = "planned"
    DONE = "done"
    NOT_DONE = "not_done"
    CANCELLED = "cancelled"


class Visit(models.Model):
    """A technician comes to an applicant at a time; no two planned or done ones of a technician overlap
    (the migration's constraint ``visits_do_not_overlap``).

    ``version`` counts its changes; ``key`` is the form that planned it.
    """

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="visits")
    technician = models.ForeignKey(StaffMember, models.PROTECT, related_name="visits", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.TextField(choices=VisitState, default=VisitState.PLANNED)
    note = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    planned_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    planned_at = models.DateTimeField()
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["technician", "starts_at"], name="visit_by_technician"),
            models.Index(fields=["starts_at"], name="visit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="visit_in_order"),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known"),
            models.UniqueConstraint(
                fields=["application"], name="one_planned_visit", condition=Q(state=VisitState.PLANNED)
            ),
        ]


class VisitReport(models.Model):
    """What a technician says of a visit, once: the checklist, serial numbers, what was done, the customer's signature.

    ``key`` is made on the technician's device at the beginning; ``made_at`` is the device's time, ``received_at`` ours.
    ``signature`` is what was drawn, as the path of an SVG of 320 x 120, empty where the customer's name was typed.
    """

    visit = models.OneToOneField(Visit, models.PROTECT, primary_key=True, related_name="report")
    key = models.TextField(unique=True)
    done = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    checklist = models.JSONField(default=list)
    serials = models.JSONField(default=list)
    text = models.TextField(blank=True, default="")
    signed_name = models.TextField(blank=True, default="")
    signature = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done=True) | ~Q(reason=""), name="not_done_for_a_reason"),
        ]


class SignedContract(models.Model):
    """A contract that was made out of an application, once: by whom, and that both sides have signed its paper.

    The contract itself is ``subscribers.Contract``; ``key`` is the form that made it.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="contract")
    key = models.TextField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_by_somebody",
            ),
        ]
