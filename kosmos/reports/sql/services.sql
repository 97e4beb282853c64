-- How many accounts have each service connected, and (null) how many have any. Locks nothing; costs one pass over the
-- subscriptions. An account's services are the bits of a number, so there may be 62 of them.
WITH held AS (
    SELECT account_id, bit_or(1::bigint << plan.service_id::int) AS services
      FROM charging_subscription AS subscription
      JOIN catalogue_plan AS plan ON plan.id = subscription.plan_id
     WHERE subscription.status <> 4
     GROUP BY account_id
), kinds AS (
    SELECT services, count(*) AS accounts FROM held GROUP BY services
)
SELECT service.id, coalesce(sum(accounts) FILTER (WHERE services & (1::bigint << service.id::int) <> 0), 0)::bigint
  FROM catalogue_service AS service
 CROSS JOIN kinds
 GROUP BY service.id
 UNION ALL
SELECT NULL, coalesce(sum(accounts), 0)::bigint FROM kinds
