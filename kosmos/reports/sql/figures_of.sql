-- The remembered figures of closed days in sums, by the day or ("month") the month, with each price's service.
-- Locks nothing; costs a look at the figures of these days: about a hundred rows a day.
SELECT date_trunc(%(by)s, figure.posted_on::timestamp)::date AS first, figure.kind, figure.code, figure.suspense,
       coalesce(plan.service_id, 0) AS service, sum(lines)::bigint, sum(gained_lines)::bigint,
       sum(gained_kopecks)::bigint, sum(lost_kopecks)::bigint
  FROM reports_dayfigure AS figure
  LEFT JOIN catalogue_price AS price ON price.id = figure.price
  LEFT JOIN catalogue_plan AS plan ON plan.id = price.plan_id
 WHERE figure.posted_on BETWEEN %(first)s::date AND %(last)s::date
 GROUP BY 1, 2, 3, 4, 5
 ORDER BY 1, 2, 3, 4, 5
