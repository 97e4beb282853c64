-- Opens a day for the accounts of a range that the day's tests cannot change, in one statement (rulebook 5 and 7):
-- those that can pay all that they need and have nothing blocked, whose shares are posted, and those of which all
-- is blocked and that can pay for nothing. Nobody is taken who has something planned, due or promised. No subscription
-- changes, so none is written. `need` is at least what rule 5 asks of what runs, `least` at most what it asks of what is
-- blocked, so the former pass every test and the latter none; everybody else is settled in order. The caller holds
-- the range's accounts locked.
-- coalesce keeps the planner, whose statistics are of another day, from expecting next to no accounts.
-- Costs one pass over the range's subscriptions and accounts; writing the postings is the bulk of it.
WITH tariff AS MATERIALIZED (
    SELECT plan_id, price_id, package, prepaid, CASE WHEN prepaid THEN share::int ELSE 0 END AS cost,
           CASE WHEN NOT prepaid THEN 0 WHEN full_fee AND %(first)s THEN fee::int ELSE share::int END AS need,
           CASE WHEN NOT prepaid OR negative THEN 0 WHEN full_fee THEN fee::int ELSE share::int END AS least
      FROM charging_tariff(%(day)s::date)
), live AS MATERIALIZED (
    SELECT account_id, number, connected_at, price_id, package, CASE WHEN status = 1 THEN cost ELSE 0 END AS cost,
           CASE WHEN status = 1 THEN need ELSE 0 END AS need, least,
           status = 3 OR status = 1 AND (prepaid OR accrued_through_on >= %(day)s::date) IS TRUE AS served,
           status = 2 AND blocked_since_charge
           AND (prepaid OR coalesce(accrued_through_on < %(day)s::date, true)) AS stuck
      FROM charging_subscription
      JOIN tariff USING (plan_id)
     WHERE account_id >= %(low)s AND account_id < %(high)s AND status <> 4
), able AS MATERIALIZED (
    SELECT account_id, bool_and(served) AS served, sum(need) AS need, min(least) AS least, sum(cost) AS cost,
           count(*) FILTER (WHERE cost > 0) AS lines
      FROM live
     GROUP BY account_id
    HAVING bool_and(served) OR bool_and(stuck)
), due AS MATERIALIZED (
    SELECT account_id FROM charging_subscription
     WHERE planned_on <= %(day)s::date AND account_id >= %(low)s AND account_id < %(high)s
     UNION ALL
    SELECT account_id FROM charging_suspension
     WHERE state IN (1, 2) AND account_id >= %(low)s AND account_id < %(high)s
     UNION ALL
    SELECT account_id FROM charging_promise
     WHERE NOT lapsed AND account_id >= %(low)s AND account_id < %(high)s
), opened AS (
    UPDATE ledger_account
       SET balance_kopecks = balance_kopecks - cost, last_number = last_number + lines,
           accrued_kopecks = CASE WHEN %(first)s THEN 0 ELSE accrued_kopecks END,
           unpaid_kopecks = CASE WHEN %(first)s THEN 0 ELSE unpaid_kopecks END,
           open_through_on = %(day)s::date
      FROM able
     WHERE id = account_id AND id >= %(low)s AND id < %(high)s AND coalesce(open_through_on = %(day)s::date - 1, false)
       AND CASE WHEN served THEN need <= balance_kopecks + CASE WHEN %(first)s THEN 0 ELSE unpaid_kopecks END
                ELSE least > balance_kopecks + CASE WHEN %(first)s THEN 0 ELSE unpaid_kopecks END END
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
