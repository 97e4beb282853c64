-- Ends dated up to this day take effect; a base plan that ended at once yesterday need not be looked at again.
WITH was AS MATERIALIZED (
    SELECT account_id, number, status FROM charging_subscription
     WHERE planned_on <= %(day)s::date AND account_id = ANY (%(ids)s::bigint[])
)
UPDATE charging_subscription AS subscription
   SET status_on = CASE WHEN subscription.status = 4 THEN status_on ELSE %(day)s::date END, status = 4,
       charged_through_on = CASE WHEN subscription.status = 1 THEN %(day)s::date - 1 ELSE charged_through_on END,
       accrued_through_on = CASE WHEN accrued_through_on >= %(day)s::date THEN %(day)s::date - 1 ELSE accrued_through_on END,
       planned = NULL, planned_on = NULL
  FROM was
 WHERE was.account_id = subscription.account_id AND was.number = subscription.number
   AND (planned = 2 OR planned IS NULL) AND planned_on <= %(day)s::date
   AND subscription.account_id = ANY (%(ids)s::bigint[])
RETURNING subscription.account_id, subscription.number, was.status, subscription.status
