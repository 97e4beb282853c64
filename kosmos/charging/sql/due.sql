-- What an opening day finds waiting on locked accounts, besides money: promises to lapse (1), suspensions to end (2)
-- and to begin (3), changes and ends to take effect (4). Sparse partial indexes answer it.
SELECT account_id, 1 FROM charging_promise
 WHERE account_id = ANY (%(ids)s::bigint[]) AND NOT lapsed AND until_at <= %(at)s::timestamptz
 UNION ALL
SELECT account_id, CASE WHEN state = 2 THEN 2 ELSE 3 END FROM charging_suspension
 WHERE account_id = ANY (%(ids)s::bigint[])
   AND (state = 2 AND last_on < %(day)s::date OR state = 1 AND first_on <= %(day)s::date)
 UNION ALL
SELECT DISTINCT account_id, 4 FROM charging_subscription
 WHERE account_id = ANY (%(ids)s::bigint[]) AND planned_on <= %(day)s::date
 ORDER BY 1, 2
