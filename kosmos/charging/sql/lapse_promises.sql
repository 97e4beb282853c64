-- Lets the promises of locked accounts lapse that were in force until an instant, or until one before it; an account
-- has at most one in force. Sparse partial index.
UPDATE charging_promise SET lapsed = true
 WHERE account_id = ANY (%(ids)s::bigint[]) AND NOT lapsed
   AND (until_at < %(until)s::timestamptz OR until_at = %(until)s::timestamptz AND NOT %(before)s)
RETURNING account_id, until_at, by_staff
