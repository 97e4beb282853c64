-- What accounts have when a month's last day ends, of those whose days up to it can only take shares, or nothing: what
-- open_easily.sql says of one day, said of many. Nobody is told who has something due or planned through the day after,
-- or a promise; one who is suspended beyond it is. Where no day is left to pass, everybody else is.
-- A month's shares are needed one after another, so they were all there if they are at its end; a first needs more.
-- Locks nothing. Costs an index look-up an account in charging_subscription and in ledger_account.
WITH tariff AS MATERIALIZED (
    SELECT day::date AS day, plan_id, CASE WHEN prepaid THEN share ELSE 0 END AS share,
           CASE WHEN NOT prepaid THEN 0 WHEN full_fee THEN fee ELSE share END AS need,
           CASE WHEN NOT prepaid OR negative THEN 0 WHEN full_fee THEN fee ELSE share END AS least
      FROM generate_series(%(today)s::date + 1, %(eve)s::date, interval '1 day') AS day
     CROSS JOIN LATERAL charging_tariff(day::date)
), looked AS (
    SELECT day::date AS day
      FROM generate_series(date_trunc('month', %(today)s::timestamp) + interval '1 month', %(eve)s::date, interval '1 month') AS day
     UNION ALL
    SELECT %(eve)s::date + 1
), test AS MATERIALIZED (
    SELECT plan.id AS plan_id, looked.day, plan.settlement = 1 AS prepaid, min(tariff.least) AS least,
           coalesce(sum(tariff.share) FILTER (WHERE tariff.day < looked.day), 0) AS taken,
           coalesce(sum(tariff.need) FILTER (WHERE tariff.day = looked.day), 0) AS need
      FROM looked
     CROSS JOIN catalogue_plan AS plan
      LEFT JOIN tariff ON tariff.plan_id = plan.id
     GROUP BY plan.id, looked.day
), tested AS MATERIALIZED (
    SELECT account_id, day, sum(taken) FILTER (WHERE status = 1) AS taken, sum(need) FILTER (WHERE status = 1) AS need,
           min(least) AS least,
           bool_and(status = 3 OR status = 1 AND (prepaid OR accrued_through_on >= %(eve)s::date) IS TRUE) AS served,
           bool_and(status = 2 AND blocked_since_charge
                    AND (prepaid OR coalesce(accrued_through_on <= %(today)s::date, true))) AS stuck
      FROM charging_subscription
      JOIN test USING (plan_id)
     WHERE account_id = ANY (%(ids)s::bigint[]) AND status <> 4
     GROUP BY account_id, day
), due AS (
    SELECT account_id FROM charging_subscription
     WHERE account_id = ANY (%(ids)s::bigint[]) AND planned_on <= %(eve)s::date + 1
     UNION ALL
    SELECT account_id FROM charging_suspension
     WHERE account_id = ANY (%(ids)s::bigint[]) AND (state = 1 OR state = 2 AND last_on <= %(eve)s::date)
     UNION ALL
    SELECT account_id FROM charging_promise WHERE account_id = ANY (%(ids)s::bigint[]) AND NOT lapsed
)
SELECT id, (balance_kopecks - coalesce(max(taken), 0))::bigint
  FROM ledger_account AS account
  JOIN tested ON account_id = id
 WHERE open_through_on = %(today)s::date AND id NOT IN (SELECT account_id FROM due)
 GROUP BY id
HAVING %(today)s::date = %(eve)s::date
    OR bool_and(stuck AND least > balance_kopecks + unpaid_kopecks)
    OR bool_and(served AND coalesce(taken + need, 0) <= balance_kopecks
                + CASE WHEN %(eve)s::date < date_trunc('month', %(today)s::timestamp) + interval '1 month'
                       THEN unpaid_kopecks ELSE 0 END)
