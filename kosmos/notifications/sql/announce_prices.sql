-- Tells accounts that a plan of theirs, or one that they are to have, will cost something else from a day on: once for
-- each price.
-- Costs a look at the prices to come; where there is none, nothing more.
INSERT INTO kernel_outbox (account_id, kind, key, at, about)
SELECT DISTINCT ON (held.account_id, plan.id, price.from_on)
       held.account_id, 'price_changed', concat_ws(':', plan.code, price.from_on, price.fee_kopecks, price.id), %(now)s::timestamptz,
       jsonb_build_object('plan', plan.code, 'on', price.from_on, 'kopecks', price.fee_kopecks, 'before', earlier.fee_kopecks)
  FROM catalogue_price AS price
  JOIN catalogue_plan AS plan ON plan.id = price.plan_id
 CROSS JOIN LATERAL (SELECT fee_kopecks FROM catalogue_price AS other
                      WHERE other.plan_id = plan.id AND other.from_on < price.from_on
                      ORDER BY from_on DESC LIMIT 1) AS earlier
  JOIN (SELECT account_id, plan_id FROM charging_subscription WHERE status <> 4
         UNION ALL
        SELECT account_id, planned_plan_id FROM charging_subscription WHERE planned_plan_id IS NOT NULL) AS held
    ON held.plan_id = plan.id
 WHERE price.from_on > %(today)s::date AND price.from_on <= %(until)s::date AND price.fee_kopecks <> earlier.fee_kopecks
    ON CONFLICT DO NOTHING
