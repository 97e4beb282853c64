-- Suspends every live subscription of accounts whose suspension begins on this day (rule 7.2). A prepaid one that ran
-- was charged through yesterday; what was accrued from today on has been given back.
WITH was AS MATERIALIZED (
    SELECT account_id, number, status FROM charging_subscription
     WHERE status IN (1, 2) AND account_id = ANY (%(ids)s::bigint[])
)
UPDATE charging_subscription AS subscription
   SET status = 3, status_on = %(day)s::date,
       charged_through_on = CASE WHEN subscription.status = 1 AND plan.settlement = 1 THEN %(day)s::date - 1
                                 ELSE charged_through_on END,
       accrued_through_on = CASE WHEN accrued_through_on >= %(day)s::date THEN %(day)s::date - 1 ELSE accrued_through_on END
  FROM was, catalogue_plan AS plan
 WHERE was.account_id = subscription.account_id AND was.number = subscription.number
   AND plan.id = subscription.plan_id AND subscription.status IN (1, 2)
   AND subscription.account_id = ANY (%(ids)s::bigint[])
RETURNING subscription.account_id, subscription.number, was.status, subscription.status
