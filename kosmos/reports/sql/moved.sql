-- Who came and who left, and when: an account is a subscriber's on a day if something is connected to it as the day
-- ends. Only accounts with a connection that began or ended in the period are looked at, with all of their own: one
-- that begins before the last one ended is no arrival. "moved" is what a query after this one reads.
-- Locks nothing; costs two passes over the subscriptions.
WITH span AS (
    SELECT account_id, number, (connected_at AT TIME ZONE %(zone)s)::date AS from_on,
           CASE WHEN status = 4 THEN status_on ELSE 'infinity'::date END AS until_on
      FROM charging_subscription
     WHERE account_id IN (SELECT account_id FROM charging_subscription
                           WHERE connected_at >= %(begins)s AND connected_at < %(ends)s
                              OR status = 4 AND status_on BETWEEN %(first)s::date AND %(last)s::date)
), reached AS (
    SELECT account_id, from_on,
           max(until_on) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_on,
           max(until_on) OVER (earlier ROWS UNBOUNDED PRECEDING) AS until_on,
           lead(from_on) OVER earlier AS next_on
      FROM span
     WHERE until_on > from_on
    WINDOW earlier AS (PARTITION BY account_id ORDER BY from_on, number)
), every_move AS (
    SELECT account_id, from_on AS day, true AS came FROM reached WHERE before_on IS NULL OR before_on < from_on
     UNION ALL
    SELECT account_id, until_on, false FROM reached WHERE isfinite(until_on) AND (next_on IS NULL OR next_on > until_on)
), moved AS (
    SELECT * FROM every_move WHERE day BETWEEN %(first)s::date AND %(last)s::date
)
