-- What was posted on one day, in sums, straight from the ledger: for the day that is open. Locks nothing; costs one
-- pass over the day's rows, found by the BRIN index.
WITH posted AS (
    SELECT kind, code, price_id, account_id IN (SELECT id FROM ledger_account WHERE kind = 2) AS suspense,
           count(*) AS lines, count(*) FILTER (WHERE amount_kopecks > 0) AS gained_lines,
           coalesce(sum(amount_kopecks) FILTER (WHERE amount_kopecks > 0), 0) AS gained,
           coalesce(-sum(amount_kopecks) FILTER (WHERE amount_kopecks < 0), 0) AS lost
      FROM ledger_posting
     WHERE posted_on = %(day)s::date
     GROUP BY 1, 2, 3, 4
)
SELECT %(day)s::date, posted.kind, posted.code, suspense, coalesce(plan.service_id, 0) AS service, sum(lines)::bigint,
       sum(gained_lines)::bigint, sum(gained)::bigint, sum(lost)::bigint
  FROM posted
  LEFT JOIN catalogue_price AS price ON price.id = posted.price_id
  LEFT JOIN catalogue_plan AS plan ON plan.id = price.plan_id
 GROUP BY posted.kind, posted.code, suspense, 5
 ORDER BY 2, 3, 4, 5
