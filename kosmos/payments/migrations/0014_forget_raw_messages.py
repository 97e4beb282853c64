"""What old raw messages are forgotten by: the application's role cannot delete them otherwise, nor younger ones."""

from django.db import migrations

FORGET = """
-- Forgets raw messages that are older, the oldest first, but none of the last year, and none of an order with an open
-- case. Runs with the owner's rights, because the application's role deletes none; how many went.
CREATE FUNCTION payments_forget_raw_messages(before timestamptz, most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM payments_rawmessage WHERE id IN (
        SELECT message.id FROM payments_rawmessage AS message
         WHERE message.at < least(before, now() - interval '365 days')
           AND NOT EXISTS (SELECT FROM payments_case AS open_case
                            WHERE open_case.order_number = message.order_number AND open_case.closed_at IS NULL)
         ORDER BY message.at LIMIT most);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0013_assigned_money")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION payments_forget_raw_messages")]
