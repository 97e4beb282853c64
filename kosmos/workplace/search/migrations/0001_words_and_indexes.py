"""How names, addresses and numbers are compared when staff look for something, and the indexes that find them.

The expressions are functions, so that a statement and an index cannot say different things. They read only what they
are given. The indexes are on the tables themselves: nothing is copied, and nothing that was just written is missed.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

from kosmos.kernel.extensions import extension

_LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюя"
_SIGNS = "abvgdejziyklmnoprstufhc4wqx8379"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_GAPS = '.,;:!?()[]{}<>«»"“”„/\\|+*=@#%^&~_-–—№$\t\n\r\u00a0'
_FROM = f"{_LETTERS}{_LETTERS.upper()}{_LATIN.upper()}ёЁўЎіІъЪ{_GAPS}"
_TO = f"{_SIGNS}{_SIGNS}{_LATIN}eeuuii88{' ' * len(_GAPS)}"
_NOTHING = "'’ʼ‘`\u0301\u0306\u0308"
"""Signs that are left out."""


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


FUNCTIONS = f"""
CREATE FUNCTION search_spelled(told text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
RETURN translate(left(told, 400), {_text(_FROM + _NOTHING)}, {_text(_TO)});

CREATE FUNCTION search_words(told text) RETURNS tsvector IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
RETURN array_to_tsvector(array_remove(string_to_array(search_spelled(told), ' '), ''));

CREATE FUNCTION search_code(told text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
RETURN replace(search_spelled(told), ' ', '');

CREATE FUNCTION search_place(city text, street text, house text, building text, apartment text, dormitory text,
                             room text) RETURNS tsvector IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN array_to_tsvector(array_remove(array_remove(
    string_to_array(search_spelled(street || ' ' || dormitory), ' ')
    || string_to_array('@' || replace(btrim(search_spelled(city)), ' ', ' @'), ' ')
    || ARRAY['#' || substring(house, '[0-9]+'), '.' || substring(house, '[0-9]+[^0-9]+([0-9]+)'),
             '.' || substring(building, '[0-9]+'),
             '.' || substring(apartment, '[0-9]+'), '.' || substring(room, '[0-9]+')]::text[], ''), NULL));
"""
"""Of a place: the words of its street and dormitory, @city, #house, .flat; the numbers without the letters after them."""

_PLACE = "search_place(city, street, house, building, apartment, dormitory, room)"
_TRIGRAMS = '"right"(phone, 9) gin_trgm_ops'
INDEXES = {
    "search_subscriber_names": "subscribers_subscriber USING gin (search_words(name)) WITH (fastupdate = off)",
    "search_subscriber_phones": f"subscribers_subscriber USING gin ({_TRIGRAMS}) WITH (fastupdate = off)",
    "search_subscriber_emails": "subscribers_subscriber (lower(email) text_pattern_ops) WHERE email <> ''",
    "search_contract_places": f"subscribers_contract USING gin ({_PLACE}) WITH (fastupdate = off)",
    "search_contract_begins": "subscribers_contract (search_code(number) text_pattern_ops)",
    "search_contract_ends": "subscribers_contract (reverse(search_code(number)) text_pattern_ops)",
    "search_account_begins": "ledger_accountnumber (search_code(number) text_pattern_ops)",
    "search_account_ends": "ledger_accountnumber (reverse(search_code(number)) text_pattern_ops)",
    "search_payment_references": "charging_payment (search_code(reference) text_pattern_ops)",
    "search_order_numbers": "payments_order (search_code(number) text_pattern_ops)",
    "search_order_attempts": "payments_order (search_code(attempt) text_pattern_ops) WHERE attempt <> ''",
    "search_application_names": (
        "connections_application USING gin (search_words(name || ' ' || organisation)) WITH (fastupdate = off)"
    ),
    "search_application_phones": f"connections_application USING gin ({_TRIGRAMS}) WITH (fastupdate = off)",
    "search_application_places": (
        "connections_application USING gin (search_place(city, street || ' ' || address, house, building, apartment,"
        " dormitory, room)) WITH (fastupdate = off)"
    ),
}
"""Each index, and what it is on. GIN without a pending list: it would be read from end to end by each search."""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_ledger"),
        ("subscribers", "0001_subscribers"),
        ("charging", "0001_charging"),
        ("payments", "0001_payments"),
        ("connections", "0001_applications_and_visits"),
    ]

    operations = [
        extension("pg_trgm"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "kind", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", models.TextField(db_collation="C")),
                ("kind", models.SmallIntegerField(choices=[(1, "name"), (2, "street"), (3, "city")])),
                ("uses", models.IntegerField()),
            ],
            options={
                "db_table": "search_word",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="search_word_trigrams", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", [1, 2, 3])), name="search_word_kind_known")
                ],
            },
        ),
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION search_place; DROP FUNCTION search_code; DROP FUNCTION search_words;"
            " DROP FUNCTION search_spelled;",
        ),
        *(migrations.RunSQL(f"CREATE INDEX {name} ON {on}", f"DROP INDEX {name}") for name, on in INDEXES.items()),
    ]
