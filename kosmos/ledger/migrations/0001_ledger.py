"""Accounts, postings by month, the operator's own postings and business days."""

import django.db.models.deletion
from django.db import migrations, models

POSTING = """
CREATE TABLE ledger_posting (
    account_id bigint NOT NULL,
    posted_at timestamptz NOT NULL,
    amount_kopecks bigint NOT NULL CHECK (amount_kopecks <> 0),
    number integer NOT NULL CHECK (number > 0),
    posted_on date NOT NULL,
    price_id integer,
    from_on date,
    kind smallint NOT NULL,
    code smallint NOT NULL,
    subscription smallint,
    cause smallint NOT NULL,
    reverses integer,
    note text,
    PRIMARY KEY (account_id, number, posted_on)
) PARTITION BY RANGE (posted_on);
CREATE INDEX ledger_posting_by_day ON ledger_posting USING brin (posted_on) WITH (autosummarize = on);

-- Makes the partition of a day's month, if it is not there yet. Runs with the owner's rights, because the
-- application's role makes no tables. Attached, not created in place: that would wait for every writer.
CREATE FUNCTION ledger_open_month(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    first_on date := date_trunc('month', day::timestamp)::date;
    name text := 'ledger_posting_' || to_char(first_on, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('ledger_open_month'));
    IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE ledger_posting INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE ledger_posting ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   name, first_on, (first_on + interval '1 month')::date);
END $$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BusinessDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("postings", models.BigIntegerField(null=True)),
                ("total_kopecks", models.BigIntegerField(null=True)),
                ("seal", models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("next_value", models.BigIntegerField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(POSTING, "DROP TABLE ledger_posting; DROP FUNCTION ledger_open_month")
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "account_id",
                                "number",
                                "posted_on",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("account_id", models.BigIntegerField()),
                        ("posted_at", models.DateTimeField()),
                        ("amount_kopecks", models.BigIntegerField()),
                        ("number", models.IntegerField()),
                        ("posted_on", models.DateField()),
                        ("price_id", models.IntegerField(null=True)),
                        ("from_on", models.DateField(null=True)),
                        (
                            "kind",
                            models.SmallIntegerField(
                                choices=[
                                    (1, "payment"),
                                    (2, "reversal"),
                                    (3, "one_off"),
                                    (4, "share"),
                                    (5, "accrual"),
                                    (6, "give_back"),
                                    (7, "opening"),
                                    (8, "correction"),
                                ]
                            ),
                        ),
                        (
                            "code",
                            models.SmallIntegerField(
                                choices=[
                                    (1, "revenue"),
                                    (2, "one_off_sales"),
                                    (3, "opening_balances"),
                                    (10, "cash_desk"),
                                    (11, "card_clearing"),
                                    (12, "erip_clearing"),
                                    (13, "bank"),
                                    (14, "post"),
                                    (15, "agents"),
                                    (20, "provider_fees"),
                                    (21, "shortages"),
                                ]
                            ),
                        ),
                        ("subscription", models.SmallIntegerField(null=True)),
                        (
                            "cause",
                            models.SmallIntegerField(
                                choices=[
                                    (0, "asked"),
                                    (1, "day_opened"),
                                    (2, "payment_came"),
                                    (3, "payment_reversed"),
                                    (4, "charged_once"),
                                    (5, "connected"),
                                    (6, "plan_changed"),
                                    (7, "resumed"),
                                    (8, "promise_taken"),
                                    (9, "promise_lapsed"),
                                    (10, "suspended"),
                                    (11, "ended"),
                                ]
                            ),
                        ),
                        ("reverses", models.IntegerField(null=True)),
                        ("note", models.TextField(null=True)),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("balance_kopecks", models.BigIntegerField(default=0)),
                ("accrued_kopecks", models.BigIntegerField(default=0)),
                ("unpaid_kopecks", models.BigIntegerField(default=0)),
                ("last_number", models.IntegerField(default=0)),
                ("open_through_on", models.DateField()),
                ("created_on", models.DateField()),
                ("kind", models.SmallIntegerField(choices=[(1, "subscriber"), (2, "suspense")], default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accrued_kopecks__gte", models.F("unpaid_kopecks")), ("unpaid_kopecks__gte", 0)
                        ),
                        name="unpaid_within_accrued",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountNumber",
            fields=[
                ("number", models.TextField(primary_key=True, serialize=False)),
                (
                    "account",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="ledger.account"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OperatorPosting",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("posted_on", models.DateField()),
                ("posted_at", models.DateTimeField()),
                (
                    "from_code",
                    models.SmallIntegerField(
                        choices=[
                            (1, "revenue"),
                            (2, "one_off_sales"),
                            (3, "opening_balances"),
                            (10, "cash_desk"),
                            (11, "card_clearing"),
                            (12, "erip_clearing"),
                            (13, "bank"),
                            (14, "post"),
                            (15, "agents"),
                            (20, "provider_fees"),
                            (21, "shortages"),
                        ]
                    ),
                ),
                (
                    "to_code",
                    models.SmallIntegerField(
                        choices=[
                            (1, "revenue"),
                            (2, "one_off_sales"),
                            (3, "opening_balances"),
                            (10, "cash_desk"),
                            (11, "card_clearing"),
                            (12, "erip_clearing"),
                            (13, "bank"),
                            (14, "post"),
                            (15, "agents"),
                            (20, "provider_fees"),
                            (21, "shortages"),
                        ]
                    ),
                ),
                ("amount_kopecks", models.BigIntegerField()),
                ("reference", models.TextField(unique=True)),
                ("note", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_kopecks__gt", 0)), name="operator_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_code", models.F("to_code")), _negated=True),
                        name="operator_codes_differ",
                    ),
                ],
            },
        ),
        migrations.RunSQL("ALTER TABLE ledger_account SET (fillfactor = 45)", migrations.RunSQL.noop),
    ]
