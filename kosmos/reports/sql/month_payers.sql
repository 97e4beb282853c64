-- Remembers from how many accounts fees were taken in a month up to a closed day: more shares and accruals than was
-- given back of them, for each service and (0) for all together (rulebook 3 to 6). Locks nothing: the days are closed.
-- Costs one pass over the month's postings: some ten seconds for thirty millions.
WITH charged AS (
    SELECT account_id, price_id, -sum(amount_kopecks) AS kopecks
      FROM ledger_posting
     WHERE posted_on BETWEEN %(month)s::date AND %(through)s::date AND kind IN (4, 5, 6)
     GROUP BY account_id, price_id
), by_service AS (
    SELECT account_id, coalesce(plan.service_id, 0) AS service, sum(kopecks) AS kopecks
      FROM charged
      LEFT JOIN catalogue_price AS price ON price.id = price_id
      LEFT JOIN catalogue_plan AS plan ON plan.id = price.plan_id
     GROUP BY 1, 2
)
INSERT INTO reports_monthpayers (month_on, service, accounts, through_on)
SELECT %(month)s::date, service, count(*), %(through)s::date
  FROM by_service
 WHERE kopecks > 0 AND service <> 0
 GROUP BY service
 UNION ALL
SELECT %(month)s::date, 0, count(*), %(through)s::date
  FROM (SELECT account_id FROM by_service GROUP BY account_id HAVING sum(kopecks) > 0) AS anybody
ON CONFLICT (month_on, service) DO UPDATE SET accounts = excluded.accounts, through_on = excluded.through_on
