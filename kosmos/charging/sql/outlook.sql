-- The digest of all that the engine reads when it plays an account from an instant on, the business day of the
-- instant, and what is remembered under that digest. It is of the rows as they are: the account's figures and how
-- far its days are open, its subscriptions, promises and suspensions that are not over, the plan that waits, the plans
-- they name with their prices, the operator's policies and time zone, and whether a promise lapsed since. Marks, once a
-- day, that somebody looks. Locks nothing but the remembered row, and that only to mark it. Costs some index look-ups.
WITH told AS (
    SELECT timezone, (%(at)s::timestamptz AT TIME ZONE timezone)::date AS day FROM catalogue_operator
), named AS (
    SELECT plan_id AS id FROM charging_subscription WHERE account_id = %(id)s AND status <> 4
     UNION
    SELECT planned_plan_id FROM charging_subscription WHERE account_id = %(id)s AND planned_plan_id IS NOT NULL
     UNION
    SELECT plan_id FROM charging_waitingplan WHERE account_id = %(id)s AND state = 1
), fresh AS (
    SELECT account.id, told.day, md5(ARRAY[
               %(version)s, told.timezone, told.day::text, account::text,
               (SELECT string_agg(held::text, ' ' ORDER BY held.number)
                  FROM charging_subscription AS held WHERE held.account_id = %(id)s),
               (SELECT string_agg(concat(promise::text, promise.until_at <= %(at)s::timestamptz), ' ' ORDER BY promise.number)
                  FROM charging_promise AS promise WHERE promise.account_id = %(id)s),
               (SELECT string_agg(pause::text, ' ' ORDER BY pause.number)
                  FROM charging_suspension AS pause WHERE pause.account_id = %(id)s AND pause.state IN (1, 2)),
               (SELECT waiting::text FROM charging_waitingplan AS waiting
                 WHERE waiting.account_id = %(id)s AND waiting.state = 1),
               (SELECT string_agg(concat(plan::text, service::text), ' ' ORDER BY plan.id)
                  FROM named JOIN catalogue_plan AS plan USING (id) JOIN catalogue_service AS service ON service.id = service_id),
               (SELECT string_agg(price::text, ' ' ORDER BY price.id)
                  FROM named JOIN catalogue_price AS price ON price.plan_id = named.id),
               (SELECT string_agg(policy::text, ' ' ORDER BY policy.code, policy.from_on) FROM catalogue_policy AS policy)
           ]::text) AS digest
      FROM told
     CROSS JOIN ledger_account AS account
     WHERE account.id = %(id)s
), seen AS (
    UPDATE charging_outlook AS outlook
       SET seen_on = fresh.day
      FROM fresh
     WHERE outlook.account_id = %(id)s AND outlook.seen_on < fresh.day AND %(seen)s
)
SELECT fresh.digest, fresh.day, outlook.data::text
  FROM fresh
  LEFT JOIN charging_outlook AS outlook ON outlook.account_id = fresh.id AND outlook.digest = fresh.digest
