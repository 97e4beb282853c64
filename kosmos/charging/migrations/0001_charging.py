"""Subscriptions, promises, suspensions and payments; the day's tariff and the walk through an account."""

import django.db.models.deletion
from django.db import migrations, models

TARIFF = """
-- What each plan costs on a day (rulebook 3): its fee, the day's share, the part from the day on and the part
-- after it. Inlined into the statements that use it.
CREATE FUNCTION charging_tariff(day date) RETURNS TABLE (
    plan_id integer, price_id integer, fee bigint, share bigint, rest bigint, rest_after bigint,
    service_id smallint, package boolean, prepaid boolean, negative boolean, full_fee boolean)
LANGUAGE sql STABLE AS $$
    SELECT plan.id, price.id, price.fee_kopecks,
           price.fee_kopecks * d / n - price.fee_kopecks * (d - 1) / n,
           price.fee_kopecks - price.fee_kopecks * (d - 1) / n,
           price.fee_kopecks - price.fee_kopecks * d / n,
           plan.service_id, plan.kind = 2, plan.settlement = 1, plan.blocks = 2, plan.needs = 1
      FROM (SELECT extract(day FROM day)::bigint AS d,
                   extract(day FROM date_trunc('month', day::timestamp) + interval '1 month - 1 day')::bigint AS n) AS month
     CROSS JOIN catalogue_plan AS plan
      JOIN LATERAL (SELECT id, fee_kopecks FROM catalogue_price
                     WHERE catalogue_price.plan_id = plan.id AND from_on <= day
                     ORDER BY from_on DESC LIMIT 1) AS price ON true
$$
"""

WALK = """
-- One step of rule 5's walk through an account's subscriptions in their order. The state is what is left, whether
-- this one runs, and the services whose base plan runs. `settled` says that it runs or not without a test.
CREATE FUNCTION charging_step(state bigint[], at_start bigint, settled boolean, need bigint, cost bigint,
                              offers bigint, wants bigint) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    remaining bigint := coalesce(state[1], at_start);
    running boolean := coalesce(settled, coalesce(remaining >= need, true)
                                         AND (wants IS NULL OR coalesce(wants = ANY (state[3:]), false)));
BEGIN
    IF running AND settled IS NULL THEN remaining := remaining - cost; END IF;
    IF running AND offers IS NOT NULL THEN
        RETURN ARRAY[remaining, 1] || state[3:] || offers;
    END IF;
    RETURN ARRAY[remaining, running::int] || state[3:];
END $$;
CREATE AGGREGATE charging_walk(bigint, boolean, bigint, bigint, bigint, bigint)
    (sfunc = charging_step, stype = bigint[]);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_catalogue"),
        ("ledger", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "provider",
                        "reference",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("provider", models.TextField()),
                ("reference", models.TextField()),
                ("amount_kopecks", models.BigIntegerField()),
                ("paid_early_kopecks", models.BigIntegerField()),
                ("posted_on", models.DateField()),
                ("posting", models.IntegerField()),
                ("reversed_by", models.IntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_kopecks__gt", 0)), name="payment_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("paid_early_kopecks__gte", 0)), name="paid_early_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("kept", models.BooleanField(default=False)),
                ("lapsed", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("lapsed", False)), fields=["until_at"], name="promise_due")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lapsed", False)),
                        fields=("account",),
                        name="one_promise_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.SmallIntegerField()),
                (
                    "status",
                    models.SmallIntegerField(
                        choices=[(1, "running"), (2, "blocked"), (3, "suspended"), (4, "ended")], default=2
                    ),
                ),
                ("connected_at", models.DateTimeField()),
                ("status_on", models.DateField()),
                ("blocked_since_charge", models.BooleanField(default=False)),
                ("charged_through_on", models.DateField(null=True)),
                ("accrued_through_on", models.DateField(null=True)),
                ("planned", models.SmallIntegerField(choices=[(1, "change"), (2, "end")], null=True)),
                ("planned_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
                (
                    "plan",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalogue.plan"),
                ),
                (
                    "planned_plan",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("planned_on__isnull", False)),
                        fields=["account"],
                        name="subscription_planned",
                    ),
                    models.Index(condition=models.Q(("status", 2)), fields=["account"], name="subscription_blocked"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned__isnull", True),
                                ("planned_on__isnull", True),
                                ("planned_plan__isnull", True),
                            ),
                            models.Q(("planned__isnull", True), ("planned_plan__isnull", True), ("status", 4)),
                            models.Q(("planned", 1), ("planned_on__isnull", False), ("planned_plan__isnull", False)),
                            models.Q(("planned", 2), ("planned_on__isnull", False), ("planned_plan__isnull", True)),
                            _connector="OR",
                        ),
                        name="planned_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[(1, "planned"), (2, "running"), (3, "over"), (4, "cancelled")], default=1
                    ),
                ),
                ("resumed_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", [1, 2])),
                        fields=("account",),
                        name="one_suspension_at_a_time",
                    )
                ],
            },
        ),
        migrations.RunSQL(TARIFF, "DROP FUNCTION charging_tariff"),
        migrations.RunSQL(
            WALK,
            "DROP AGGREGATE charging_walk(bigint, boolean, bigint, bigint, bigint, bigint); DROP FUNCTION charging_step",
        ),
    ]
