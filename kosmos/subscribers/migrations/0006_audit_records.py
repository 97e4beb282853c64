"""The audit of what was done, and the audit of sign-ins by time."""

from typing import Any

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BY_WHOM: dict[str, Any] = {"db_index": False, "null": True, "on_delete": django.db.models.deletion.PROTECT}
FROM_SOMEWHERE = models.Q(("address", ""), _negated=True)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_month_ends"),
        ("subscribers", "0005_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("action", models.TextField()),
                ("subject", models.TextField(blank=True, default="")),
                ("object_id", models.TextField(blank=True, default="")),
                ("before", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("after", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("address", models.TextField(blank=True, default="")),
                ("device", models.TextField(blank=True, default="")),
                ("account", models.ForeignKey(related_name="+", to="ledger.account", **BY_WHOM)),
                ("sign_in", models.ForeignKey(related_name="+", to=settings.AUTH_USER_MODEL, **BY_WHOM)),
                ("staff", models.ForeignKey(related_name="acts", to="subscribers.staffmember", **BY_WHOM)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="audit_by_time"),
                    models.Index(fields=["staff", "at"], name="audit_by_staff"),
                    models.Index(
                        fields=["account", "at"],
                        name="audit_by_account",
                        condition=models.Q(("account__isnull", False)),
                    ),
                    models.Index(
                        fields=["subject", "object_id", "at"],
                        name="audit_by_thing",
                        condition=models.Q(("object_id", ""), _negated=True),
                    ),
                    models.Index(fields=["action", "at"], name="audit_by_action"),
                    models.Index(fields=["address", "at"], name="audit_by_address", condition=FROM_SOMEWHERE),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("action__regex", "^[a-z_]+$")), name="audit_action_is_a_word"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), ("object_id", ""), _connector="OR"
                        ),
                        name="audit_object_has_subject",
                    ),
                ],
            },
        ),
        migrations.AddIndex("signinevent", models.Index(fields=["at", "id"], name="event_by_time")),
        migrations.AddIndex("signinevent", models.Index(fields=["kind", "at"], name="event_by_kind")),
        migrations.AddIndex(
            "signinevent", models.Index(fields=["address", "at"], name="event_by_address", condition=FROM_SOMEWHERE)
        ),
    ]
