-- What runs is charged (rulebook 5 and 6), for a range of accounts: every day from the one on which a subscription began
-- to run through the account's last open day has a share or is accrued, and the newest of them at a price of its plan.
-- Nothing is posted for a day that costs nothing, so a day may lack where a plan of its service and kind is free or
-- so cheap that the day's share is zero. A second share of a day counts for one that lacks: audit_shares tells of it.
-- Locks nothing; costs one pass over the range's postings, and a row for each day of those subscriptions that lack one.
WITH price AS MATERIALIZED (
    SELECT plan_id, price.id AS price_id, fee_kopecks AS fee, from_on, service_id, kind, settlement,
           lead(from_on, 1, 'infinity') OVER (PARTITION BY plan_id ORDER BY from_on) AS until_on
      FROM catalogue_price AS price
      JOIN catalogue_plan AS plan ON plan.id = plan_id
), running AS MATERIALIZED (
    SELECT held.account_id, held.number AS subscription, status_on, open_through_on, plan_id, service_id, plan.kind
      FROM charging_subscription AS held
      JOIN ledger_account AS account ON account.id = held.account_id
      JOIN catalogue_plan AS plan ON plan.id = plan_id
     WHERE held.account_id BETWEEN %(low)s AND %(high)s AND account.id BETWEEN %(low)s AND %(high)s AND held.status = 1
), move AS (
    SELECT account_id, subscription, kind, from_on, price_id,
           coalesce(lead(from_on) OVER month - 1,
                    (date_trunc('month', from_on::timestamp) + interval '1 month - 1 day')::date) AS last_on
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind IN (5, 6)
    WINDOW month AS (PARTITION BY account_id, subscription, date_trunc('month', from_on::timestamp) ORDER BY number)
), span AS MATERIALIZED (
    SELECT account_id, subscription, from_on AS first_on, last_on, price_id
      FROM move
     WHERE kind = 5
     UNION ALL
    SELECT account_id, subscription, from_on, from_on, price_id
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind = 4
), served AS (
    SELECT running.*, coalesce(days, 0) AS days, newest_price_id
      FROM running
      LEFT JOIN (SELECT account_id, subscription,
                        sum(greatest(0, least(last_on, open_through_on) - greatest(first_on, status_on) + 1)) AS days,
                        max(price_id) FILTER (WHERE open_through_on BETWEEN first_on AND last_on) AS newest_price_id
                   FROM running
                   JOIN span USING (account_id, subscription)
                  GROUP BY account_id, subscription) AS counted USING (account_id, subscription)
), lacking AS (
    SELECT account_id, subscription, count(*) AS days, min(day)::date AS day
      FROM served
     CROSS JOIN LATERAL generate_series(status_on::timestamp, open_through_on::timestamp, interval '1 day') AS day
     WHERE days < open_through_on - status_on + 1
       AND (days > 0 OR EXISTS (SELECT FROM price WHERE price.plan_id = served.plan_id AND fee > 0
                                   AND from_on <= open_through_on AND until_on > status_on))
       AND NOT EXISTS (SELECT FROM span WHERE span.account_id = served.account_id AND span.subscription = served.subscription
                          AND day BETWEEN first_on AND last_on)
       AND NOT EXISTS (SELECT FROM price
                        CROSS JOIN LATERAL (SELECT extract(day FROM day)::int AS d,
                                                   extract(day FROM date_trunc('month', day) + interval '1 month - 1 day')::int AS n
                                           ) AS month
                        WHERE price.service_id = served.service_id AND price.kind = served.kind
                          AND day >= from_on AND day < until_on
                          AND CASE settlement WHEN 1 THEN fee * d / n = fee * (d - 1) / n ELSE fee = 0 END)
     GROUP BY account_id, subscription
)
SELECT 'not_charged' AS code, account_id, NULL::int AS number, day,
       jsonb_build_object('subscription', subscription, 'days', days) AS figures
  FROM lacking
 UNION ALL
SELECT 'another_plan', account_id, NULL, open_through_on,
       jsonb_build_object('subscription', subscription, 'price_id', newest_price_id)
  FROM served
  JOIN price ON price_id = newest_price_id
 WHERE price.plan_id <> served.plan_id
