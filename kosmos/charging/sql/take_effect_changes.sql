-- Plan changes dated up to this day take effect (rule 7.3). One that ran prepaid was charged through yesterday; one
-- that ran postpaid waits, as if blocked, for its first test under a prepaid plan.
WITH was AS MATERIALIZED (
    SELECT account_id, number, status FROM charging_subscription
     WHERE planned_on <= %(day)s::date AND account_id = ANY (%(ids)s::bigint[])
)
UPDATE charging_subscription AS subscription
   SET plan_id = planned_plan_id, planned = NULL, planned_on = NULL, planned_plan_id = NULL,
       status = CASE WHEN subscription.status = 1 AND before.settlement = 2 AND after.settlement = 1 THEN 2 ELSE subscription.status END,
       status_on = CASE WHEN subscription.status = 1 AND before.settlement = 2 AND after.settlement = 1
                        THEN %(day)s::date ELSE subscription.status_on END,
       charged_through_on = CASE WHEN subscription.status = 1 AND before.settlement = 1 AND after.settlement = 2
                                 THEN %(day)s::date - 1 ELSE charged_through_on END,
       accrued_through_on = CASE WHEN accrued_through_on >= %(day)s::date THEN %(day)s::date - 1 ELSE accrued_through_on END
  FROM was, catalogue_plan AS before, catalogue_plan AS after
 WHERE was.account_id = subscription.account_id AND was.number = subscription.number
   AND before.id = subscription.plan_id AND after.id = subscription.planned_plan_id
   AND subscription.planned = 1 AND subscription.planned_on <= %(day)s::date AND subscription.status <> 4
   AND subscription.account_id = ANY (%(ids)s::bigint[])
RETURNING subscription.account_id, subscription.number, was.status, subscription.status
