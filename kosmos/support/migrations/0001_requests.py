"""Requests to support with what was said in them, and their files in pieces."""

import django.db.models.deletion
from django.db import migrations, models

BELONGS = (
    ("support_entry", "entry_of_a_request", "request_id", "support_request"),
    ("support_attachment", "attachment_of_a_request", "request_id", "support_request"),
    ("support_piece", "piece_of_an_attachment", "attachment_id", "support_attachment"),
)
"""Which table's rows belong to which other's, by account and id."""


def _belong(table: str, name: str, column: str, other: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (account_id, {column}) REFERENCES {other} (account_id, id)",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0002_month_ends"),
        ("subscribers", "0003_staff_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "attachment_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("attachment_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("content", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField()),
                ("request_id", models.UUIDField()),
                ("entry", models.IntegerField()),
                ("place", models.IntegerField()),
                ("name", models.TextField()),
                ("media_type", models.TextField()),
                ("size_bytes", models.IntegerField()),
                ("sha256", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "request_id"], name="attachment_of_request"),
                    models.Index(fields=["account", "at"], name="attachment_by_account"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size_bytes__gt", 0)), name="attachment_has_bytes"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="attachment_has_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "request_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("request_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("key", models.TextField()),
                (
                    "kind",
                    models.TextField(choices=[("subscriber", "Subscriber"), ("answer", "Answer"), ("note", "Note")]),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="subscribers.staffmember",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "at"], name="entry_by_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "request_id", "key"), name="entry_once_for_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["subscriber", "answer", "note"])), name="entry_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="entry_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "subscriber"), ("staff__isnull", True)),
                            models.Q(models.Q(("kind", "subscriber"), _negated=True), ("staff__isnull", False)),
                            _connector="OR",
                        ),
                        name="entry_has_a_writer",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="entry_numbered"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField()),
                ("number", models.TextField()),
                ("key", models.TextField()),
                (
                    "topic",
                    models.TextField(
                        choices=[
                            ("money", "Money"),
                            ("internet", "Internet"),
                            ("tv", "Tv"),
                            ("equipment", "Equipment"),
                            ("documents", "Documents"),
                            ("leaving", "Leaving"),
                            ("other", "Other"),
                        ]
                    ),
                ),
                ("text", models.TextField()),
                ("row", models.IntegerField(null=True)),
                (
                    "state",
                    models.TextField(
                        choices=[("new", "New"), ("open", "Open"), ("answered", "Answered"), ("closed", "Closed")],
                        default="new",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("promised_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reopened", models.IntegerField(default=0)),
                ("last_entry", models.IntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="subscribers.staffmember",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["id"], name="request_by_id"),
                    models.Index(fields=["number"], name="request_by_number"),
                    models.Index(
                        condition=models.Q(("state__in", ["new", "open"])),
                        fields=["promised_at"],
                        name="request_waiting",
                    ),
                    models.Index(fields=["-changed_at"], name="request_by_change"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="request_once_for_a_form"),
                    models.UniqueConstraint(fields=("account", "number"), name="request_number_of_account"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("topic__in", ["money", "internet", "tv", "equipment", "documents", "leaving", "other"])
                        ),
                        name="request_topic_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "open", "answered", "closed"])),
                        name="request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="request_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("promised_at__isnull", False), ("state__in", ["new", "open"])),
                            models.Q(("state__in", ["answered", "closed"]), ("promised_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="request_promised_while_ours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="request_closed_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_entry__gte", 0), ("reopened__gte", 0)), name="request_counts"
                    ),
                ],
            },
        ),
        *(_belong(*one) for one in BELONGS),
    ]
