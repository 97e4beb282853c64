-- Opens a day for those accounts of a range that can pay all that they need and have nothing blocked, planned or due
-- that the day would touch: their shares in one statement (rulebook 5 and 7). Their subscriptions go on running, so
-- none is written. `need` is at least what rule 5 asks of each, so whoever is taken here would pass every test;
-- whoever is not is settled in order. The caller holds the range's accounts locked.
-- coalesce keeps the planner, whose statistics are of another day, from expecting next to no accounts.
-- Costs one pass over the range's subscriptions and accounts; writing the postings is the bulk of it.
WITH tariff AS MATERIALIZED (
    SELECT plan_id, price_id, package, prepaid, CASE WHEN prepaid THEN share::int ELSE 0 END AS cost,
           CASE WHEN NOT prepaid THEN 0 WHEN full_fee AND %(first)s THEN fee::int ELSE share::int END AS need
      FROM charging_tariff(%(day)s::date)
), live AS MATERIALIZED (
    SELECT account_id, number, connected_at, status, price_id, package, CASE WHEN status = 1 THEN cost ELSE 0 END AS cost,
           CASE WHEN status = 1 THEN need ELSE 0 END AS need,
           status = 2 OR (status = 1 AND NOT prepaid AND coalesce(accrued_through_on < %(day)s::date, true)) AS hard
      FROM charging_subscription
      JOIN tariff USING (plan_id)
     WHERE account_id >= %(low)s AND account_id < %(high)s AND status <> 4
), able AS MATERIALIZED (
    SELECT account_id, sum(need) AS need, sum(cost) AS cost, count(*) FILTER (WHERE cost > 0) AS lines
      FROM live
     GROUP BY account_id
    HAVING NOT bool_or(hard)
), due AS MATERIALIZED (
    SELECT account_id FROM charging_subscription
     WHERE planned_on <= %(day)s::date AND account_id >= %(low)s AND account_id < %(high)s
     UNION ALL
    SELECT account_id FROM charging_suspension
     WHERE state IN (1, 2) AND account_id >= %(low)s AND account_id < %(high)s
     UNION ALL
    SELECT account_id FROM charging_promise
     WHERE NOT lapsed AND until_at <= %(at)s::timestamptz AND account_id >= %(low)s AND account_id < %(high)s
), opened AS (
    UPDATE ledger_account
       SET balance_kopecks = balance_kopecks - cost, last_number = last_number + lines,
           accrued_kopecks = CASE WHEN %(first)s THEN 0 ELSE accrued_kopecks END,
           unpaid_kopecks = CASE WHEN %(first)s THEN 0 ELSE unpaid_kopecks END,
           open_through_on = %(day)s::date
      FROM able
     WHERE id = account_id AND id >= %(low)s AND id < %(high)s AND coalesce(open_through_on = %(day)s::date - 1, false)
       AND need <= balance_kopecks + CASE WHEN %(first)s THEN 0 ELSE unpaid_kopecks END
       AND id NOT IN (SELECT account_id FROM due)
    RETURNING id, last_number - lines AS last_number
)
INSERT INTO ledger_posting (account_id, posted_at, amount_kopecks, number, posted_on, price_id, from_on, kind, code,
                            subscription, cause)
SELECT id, %(at)s::timestamptz, -cost,
       last_number + row_number() OVER (PARTITION BY id ORDER BY package, connected_at, number),
       %(day)s::date, price_id, %(day)s::date, 4, 1, number, 1
  FROM opened
  JOIN live ON account_id = id
 WHERE cost > 0
