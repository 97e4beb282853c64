"""What the operator's editors changed, a record that only grows, and what they tried before they changed it."""

from django.db import models
from django.db.models import Q

from kosmos.subscribers.models import StaffMember


class Subject(models.TextChoices):
    """What can be edited; the things themselves belong to their own features."""

    ARTICLE = "article"
    NEWS = "news"
    OUTAGE = "outage"
    BUILDING = "building"
    PAYMENT_POINT = "payment_point"
    PLAN = "plan"
    PRICE = "price"
    FAMILY = "family"
    EXTRA = "extra"
    POLICY = "policy"
    TEMPLATE = "template"
    ANSWER = "answer"
    COVERAGE = "coverage"


class Edit(models.Model):
    """One change of one thing by one of the staff, never changed itself: as it was and as it became.

    Empty ``before`` says that it was added, empty ``after`` that it was removed. ``key`` names the form and what
    was typed in it, so that sent twice it counts once.
    """

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    subject = models.TextField(choices=Subject)
    object_id = models.TextField()
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="edits", db_index=False)
    at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "object_id", "-at"], name="edit_by_thing"),
            models.Index(fields=["at", "id"], name="edit_by_time"),
            models.Index(fields=["staff", "at"], name="edit_by_staff"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="edit_subject_known"),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="edit_of_something"
            ),
        ]


class CoverageFile(models.Model):
    """A file of houses that one of the staff sent to be looked at before it is loaded; emptied once it is."""

    id = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    name = models.TextField()
    content = models.BinaryField()
    loaded_at = models.DateTimeField(null=True)


class DayTrial(models.Model):
    """A dry run of a day that one of the staff asked for: what it tries, how far it is, and what it found.

    ``fees`` are kopecks and ``moves`` plans in place of others, by plans' codes. ``found`` has the totals as things
    are (now) and as they are tried (tried); ``failed`` the code of what refused it.
    """

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    day = models.DateField()
    fees = models.JSONField(default=dict)
    moves = models.JSONField(default=dict)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    found = models.JSONField(null=True)
    failed = models.TextField(default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="day_trial_waits", condition=Q(finished_at=None))]
