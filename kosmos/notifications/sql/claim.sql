-- Claims messages of a channel that are due, for the sender of a number; those that another sender looks at are
-- passed over. Partial index message_due.
UPDATE notifications_message AS message
   SET state = 2, claimed_by = %(number)s
  FROM (SELECT id FROM notifications_message
         WHERE state = 1 AND channel = %(channel)s AND next_at <= %(now)s::timestamptz
         ORDER BY next_at, at LIMIT %(limit)s FOR UPDATE SKIP LOCKED) AS due
 WHERE message.id = due.id
RETURNING message.id
