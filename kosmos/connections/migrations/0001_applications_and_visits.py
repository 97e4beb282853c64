"""Applications with their history, and visits of technicians, of whom none is at two places at once."""

import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

NO_OVERLAP = """
ALTER TABLE connections_visit ADD CONSTRAINT visits_do_not_overlap
EXCLUDE USING gist (technician_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN ('planned', 'done'))
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0004_erip"),
        ("ledger", "0002_month_ends"),
        ("subscribers", "0004_profile_consents_and_second_factor"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("planned", "Planned"),
                            ("done", "Done"),
                            ("not_done", "Not Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("planned_at", models.DateTimeField()),
                ("version", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("token", models.TextField(unique=True)),
                ("key", models.TextField(unique=True)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("home", "Home"),
                            ("student", "Student"),
                            ("business", "Business"),
                            ("call_back", "Call Back"),
                        ]
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        choices=[("site", "Site"), ("office", "Office"), ("phone", "Phone")], default="site"
                    ),
                ),
                ("language", models.TextField(default="ru")),
                (
                    "stage",
                    models.TextField(
                        choices=[
                            ("new", "New"),
                            ("contacted", "Contacted"),
                            ("possible", "Possible"),
                            ("visit_planned", "Visit Planned"),
                            ("connected", "Connected"),
                            ("contract_signed", "Contract Signed"),
                            ("active", "Active"),
                            ("refused", "Refused"),
                            ("called", "Called"),
                        ],
                        default="new",
                    ),
                ),
                ("stage_since_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.IntegerField(default=0)),
                (
                    "refusal",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("no_coverage", "No Coverage"),
                            ("changed_mind", "Changed Mind"),
                            ("too_dear", "Too Dear"),
                            ("other_operator", "Other Operator"),
                            ("not_reached", "Not Reached"),
                            ("duplicate", "Duplicate"),
                            ("not_serious", "Not Serious"),
                            ("other", "Other"),
                        ],
                        default="",
                    ),
                ),
                ("name", models.TextField()),
                ("phone", models.TextField()),
                ("organisation", models.TextField(blank=True, default="")),
                ("city", models.TextField(blank=True, default="")),
                ("street", models.TextField(blank=True, default="")),
                ("house", models.TextField(blank=True, default="")),
                ("building", models.TextField(blank=True, default="")),
                ("apartment", models.TextField(blank=True, default="")),
                ("dormitory", models.TextField(blank=True, default="")),
                ("room", models.TextField(blank=True, default="")),
                ("address", models.TextField(blank=True, default="")),
                ("comment", models.TextField(blank=True, default="")),
                ("call_from_at", models.DateTimeField(null=True)),
                ("call_until_at", models.DateTimeField(null=True)),
                ("page", models.TextField(blank=True, default="")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "covered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.building",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="subscribers.staffmember",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.plan",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApplicationConsent",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.TextField(
                        choices=[
                            ("advertising", "advertising"),
                            ("sms_advertising", "sms_advertising"),
                            ("passing_on", "passing_on"),
                            ("payment_token", "payment_token"),
                        ]
                    ),
                ),
                ("version", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("network_address", models.TextField(blank=True, default="")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="connections.application",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApplicationEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "application_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.IntegerField()),
                ("key", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("stage", "Stage"),
                            ("note", "Note"),
                            ("call", "Call"),
                            ("owner", "Owner"),
                            ("changed", "Changed"),
                            ("visit", "Visit"),
                        ]
                    ),
                ),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
                (
                    "application",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="connections.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscribers.staffmember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitReport",
            fields=[
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="report",
                        serialize=False,
                        to="connections.visit",
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("done", models.BooleanField()),
                ("reason", models.TextField(blank=True, default="")),
                ("checklist", models.JSONField(default=list)),
                ("serials", models.JSONField(default=list)),
                ("text", models.TextField(blank=True, default="")),
                ("signed_name", models.TextField(blank=True, default="")),
                ("signature", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="visit",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="connections.application"
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="planned_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subscribers.staffmember",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="technician",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="subscribers.staffmember",
            ),
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("weekday", models.SmallIntegerField(null=True)),
                ("on", models.DateField(null=True)),
                ("starts", models.TimeField(null=True)),
                ("ends", models.TimeField(null=True)),
                (
                    "technician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_hours",
                        to="subscribers.staffmember",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["phone", "-created_at"], name="application_by_phone"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["stage", "due_at"], name="application_by_stage"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-created_at", "id"], name="application_by_age"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("account__isnull", False)), fields=["account"], name="application_by_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["home", "student", "business", "call_back"])),
                name="application_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["site", "office", "phone"])), name="application_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "new",
                            "contacted",
                            "possible",
                            "visit_planned",
                            "connected",
                            "contract_signed",
                            "active",
                            "refused",
                            "called",
                        ],
                    )
                ),
                name="application_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="application_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone__regex", "^\\+[1-9][0-9]{6,14}$")), name="application_phone_e164"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("stage", "refused"),
                        (
                            "refusal__in",
                            [
                                "no_coverage",
                                "changed_mind",
                                "too_dear",
                                "other_operator",
                                "not_reached",
                                "duplicate",
                                "not_serious",
                                "other",
                            ],
                        ),
                    ),
                    models.Q(models.Q(("stage", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["contract_signed", "active"]), _negated=True),
                    ("account__isnull", False),
                    _connector="OR",
                ),
                name="contract_opens_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "call_back"), models.Q(("stage", "called"), _negated=True), _connector="OR"
                ),
                name="only_calls_are_called",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationconsent",
            constraint=models.UniqueConstraint(fields=("application", "purpose"), name="one_consent_a_purpose"),
        ),
        migrations.AddConstraint(
            model_name="applicationconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["advertising", "sms_advertising", "passing_on", "payment_token"])),
                name="application_consent_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("application", "key"),
                name="application_entry_once_for_a_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["stage", "note", "call", "owner", "changed", "visit"])),
                name="application_entry_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationentry",
            constraint=models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="application_entry_numbered"),
        ),
        migrations.AddConstraint(
            model_name="visitreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("done", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="not_done_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["technician", "starts_at"], name="visit_by_technician"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["starts_at"], name="visit_by_time"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="visit_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "done", "not_done", "cancelled"])),
                name="visit_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "planned")), fields=("application",), name="one_planned_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.UniqueConstraint(fields=("technician", "weekday"), name="hours_of_a_weekday"),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.UniqueConstraint(fields=("technician", "on"), name="hours_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("on__isnull", True), ("weekday__isnull", False)),
                    models.Q(("on__isnull", False), ("weekday__isnull", True)),
                    _connector="OR",
                ),
                name="hours_of_a_weekday_or_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday", None), ("weekday__range", (1, 7)), _connector="OR"),
                name="weekday_of_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends__isnull", True), ("starts__isnull", True)),
                    models.Q(("ends__isnull", False), ("starts__isnull", False), ("starts__lt", models.F("ends"))),
                    _connector="OR",
                ),
                name="hours_in_order",
            ),
        ),
        migrations.RunSQL(NO_OVERLAP, "ALTER TABLE connections_visit DROP CONSTRAINT visits_do_not_overlap"),
    ]
