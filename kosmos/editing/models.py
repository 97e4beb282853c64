"""What the operator's editors did to the pages of his site: a record that only grows."""

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
        indexes = [models.Index(fields=["subject", "object_id", "-at"], name="edit_by_thing")]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=Subject.values), name="edit_subject_known"),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="edit_of_something"
            ),
        ]
