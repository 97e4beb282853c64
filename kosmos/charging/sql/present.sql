-- What an account's page says at once beside its subscriptions, as it is on a day that is open: the promise that is in
-- force, the pause, the plan that waits with its fee, the fee of each plan, and what came and went since something was
-- blocked. Locks nothing. Costs an index look-up each; the last reads the postings since the block began.
SELECT promise.until_at, coalesce(promise.by_staff, false), pause.first_on, pause.last_on,
       coalesce(pause.state = 2, false), plan.code, plan.name::text, plan.settlement, plan.connection_fee_kopecks,
       coalesce(price.fee_kopecks, 0),
       (SELECT coalesce(jsonb_object_agg(held.plan_id, tariff.fee), '{}')::text
          FROM charging_subscription AS held JOIN charging_tariff(%(day)s::date) AS tariff USING (plan_id)
         WHERE held.account_id = %(id)s AND held.status <> 4),
       (SELECT coalesce(jsonb_object_agg(since.status_on, since.moved), '{}')::text
          FROM (SELECT DISTINCT held.status_on,
                       coalesce((SELECT sum(amount_kopecks) FROM ledger_posting AS posting
                                  WHERE posting.account_id = %(id)s AND posting.posted_on >= held.status_on), 0) AS moved
                  FROM charging_subscription AS held
                 WHERE held.account_id = %(id)s AND held.status = 2) AS since)
  FROM (VALUES (1)) AS one
  LEFT JOIN charging_promise AS promise ON promise.account_id = %(id)s AND NOT promise.lapsed
  LEFT JOIN charging_suspension AS pause ON pause.account_id = %(id)s AND pause.state IN (1, 2)
  LEFT JOIN charging_waitingplan AS waiting ON waiting.account_id = %(id)s AND waiting.state = 1
  LEFT JOIN catalogue_plan AS plan ON plan.id = waiting.plan_id
  LEFT JOIN LATERAL (SELECT fee_kopecks FROM catalogue_price
                      WHERE plan_id = plan.id AND from_on <= %(day)s::date
                      ORDER BY from_on DESC LIMIT 1) AS price ON true
