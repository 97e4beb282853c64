-- How many accounts have each service connected, and (null) how many have any. An account's services are bits, one for
-- each service that there is. Locks nothing; costs one pass over the subscriptions.
WITH place AS (
    SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS bit, count(*) OVER ()::int AS bits FROM catalogue_service
), marked AS MATERIALIZED (
    SELECT plan.id AS plan_id, set_bit(repeat('0', bits)::bit varying, bit, 1) AS services
      FROM catalogue_plan AS plan
      JOIN place ON place.id = plan.service_id
), held AS (
    SELECT account_id, bit_or(services) AS services
      FROM charging_subscription AS subscription
      JOIN marked USING (plan_id)
     WHERE status <> 4
     GROUP BY account_id
), kinds AS (
    SELECT services, count(*) AS accounts FROM held GROUP BY services
)
SELECT place.id, coalesce(sum(accounts) FILTER (WHERE get_bit(services, bit) = 1), 0)::bigint
  FROM place
 CROSS JOIN kinds
 GROUP BY place.id
 UNION ALL
SELECT NULL, coalesce(sum(accounts), 0)::bigint FROM kinds
