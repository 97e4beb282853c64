"""The operator's code of what a till holds too much."""

from django.db import migrations, models

CODES = [
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
    (22, "surpluses"),
]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_causes_of_staff")]

    operations = [
        migrations.AlterField("posting", "code", models.SmallIntegerField(choices=CODES)),
        migrations.AlterField("operatorposting", "from_code", models.SmallIntegerField(choices=CODES)),
        migrations.AlterField("operatorposting", "to_code", models.SmallIntegerField(choices=CODES)),
    ]
