-- The connections of each plan by status, and the plan's fee on a day (rulebook 3). Locks nothing; costs one pass over
-- the subscriptions.
WITH held AS (
    SELECT plan_id, count(*) FILTER (WHERE status = 1) AS running, count(*) FILTER (WHERE status = 2) AS blocked,
           count(*) FILTER (WHERE status = 3) AS suspended
      FROM charging_subscription
     WHERE status <> 4
     GROUP BY plan_id
)
SELECT plan.service_id, plan.id, running, blocked, suspended,
       coalesce((SELECT fee_kopecks FROM catalogue_price
                  WHERE plan_id = plan.id AND from_on <= %(day)s::date ORDER BY from_on DESC LIMIT 1), 0)
  FROM held
  JOIN catalogue_plan AS plan ON plan.id = held.plan_id
 ORDER BY plan.service_id, running + blocked + suspended DESC, plan.code
