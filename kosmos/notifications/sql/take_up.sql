-- Takes up events of the outbox, the oldest first, each by one worker only: those that another worker holds are
-- passed over. Partial index outbox_waiting.
UPDATE kernel_outbox AS event
   SET taken_at = %(now)s::timestamptz
  FROM (SELECT account_id, kind, key FROM kernel_outbox WHERE taken_at IS NULL
         ORDER BY at LIMIT %(limit)s FOR UPDATE SKIP LOCKED) AS waiting
 WHERE event.account_id = waiting.account_id AND event.kind = waiting.kind AND event.key = waiting.key
RETURNING event.account_id, event.kind, event.key, event.at, event.about::text
