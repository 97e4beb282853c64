-- Accounts of a range whose money ends within `ahead` days after a business day that is open for them, with the last
-- day on which all that runs now runs still. By the test of open_easily.sql, day for day: on each day what runs needs
-- what rule 5 asks at most (a whole fee on the 1st), after the shares of the days before it; on the 1st what is
-- unpaid is due (rules 4 and 6). So an end is never found too late. Nobody is taken of whom nothing runs, something
-- is blocked or suspended, or who is trusted: they know. Locks nothing. Costs the range's subscriptions times `ahead`.
WITH days AS MATERIALIZED (
    SELECT ahead, %(day)s::date + ahead AS day FROM generate_series(1, %(ahead)s::int) AS ahead
), tariff AS MATERIALIZED (
    SELECT days.ahead, plan_id, CASE WHEN prepaid THEN share ELSE 0 END AS cost,
           CASE WHEN NOT prepaid THEN 0 WHEN full_fee AND extract(day FROM days.day) = 1 THEN fee
                WHEN negative THEN 0 ELSE share END AS need,
           extract(day FROM days.day) = 1 AS first
      FROM days CROSS JOIN LATERAL charging_tariff(days.day)
), live AS MATERIALIZED (
    SELECT account.id, balance_kopecks AS balance, unpaid_kopecks AS unpaid, held.plan_id
      FROM ledger_account AS account
      JOIN charging_subscription AS held ON held.account_id = account.id AND held.status = 1
     WHERE account.id >= %(low)s AND account.id < %(high)s
       AND NOT EXISTS (SELECT FROM charging_subscription AS other
                        WHERE other.account_id = account.id AND other.status IN (2, 3))
       AND NOT EXISTS (SELECT FROM charging_promise AS promise
                        WHERE promise.account_id = account.id AND NOT promise.lapsed)
), needing AS (
    SELECT live.id, live.balance, live.unpaid, ahead, sum(cost) AS cost, sum(need) AS need, bool_or(first) AS first
      FROM live JOIN tariff USING (plan_id)
     GROUP BY live.id, live.balance, live.unpaid, ahead
), walked AS (
    SELECT id, ahead, need, balance + CASE WHEN bool_or(first) OVER upto THEN 0 ELSE unpaid END
                            - coalesce(sum(cost) OVER before, 0) AS spendable
      FROM needing
    WINDOW upto AS (PARTITION BY id ORDER BY ahead), before AS (
           PARTITION BY id ORDER BY ahead ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT id, min(ahead)::int - 1 AS days_left
  FROM walked
 WHERE spendable < need
 GROUP BY id
 ORDER BY id
