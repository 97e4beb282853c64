-- Writes what settling decided, for accounts that the caller holds locked.
UPDATE charging_subscription AS subscription
   SET status = change.status,
       status_on = CASE WHEN subscription.status = change.status THEN status_on ELSE %(day)s::date END,
       blocked_since_charge = change.blocked, charged_through_on = change.charged, accrued_through_on = change.accrued
  FROM unnest(%(accounts)s::bigint[], %(numbers)s::smallint[], %(statuses)s::smallint[], %(blocked)s::boolean[],
              %(charged)s::date[], %(accrued)s::date[]) AS change (account_id, number, status, blocked, charged, accrued)
 WHERE subscription.account_id = change.account_id AND subscription.number = change.number
   AND subscription.account_id = ANY (%(accounts)s::bigint[])
