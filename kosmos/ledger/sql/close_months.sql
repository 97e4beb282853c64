-- Remembers how an account's passbook stood at the end of each closed month, from the first posting's month, or the
-- month after the newest remembered one, to the last that is closed for it (rulebook 2: what is posted stays).
-- Nothing can be posted in these months any more, so nobody is locked and two at once write the same rows.
-- Costs a look at the partitions of the months that are new: as a rule one or none.
WITH moved AS (
    SELECT date_trunc('month', posted_on::timestamp)::date AS month_on, sum(amount_kopecks) AS kopecks, count(*) AS lines
      FROM ledger_posting
     WHERE account_id = %(id)s AND posted_on >= %(first)s::date
       AND posted_on < (%(closed)s::date + interval '1 month')::date
     GROUP BY 1
), months AS (
    SELECT month::date AS month_on
      FROM generate_series(CASE WHEN %(number)s = 0 THEN coalesce((SELECT min(month_on) FROM moved), %(closed)s::date)
                                ELSE %(first)s::date END::timestamp, %(closed)s::timestamp, '1 month') AS month
)
INSERT INTO ledger_monthend (account_id, month_on, balance_kopecks, last_number)
SELECT %(id)s, months.month_on, %(balance)s::bigint + coalesce(sum(kopecks) OVER so_far, 0),
       %(number)s::int + coalesce(sum(lines) OVER so_far, 0)
  FROM months
  LEFT JOIN moved USING (month_on)
WINDOW so_far AS (ORDER BY months.month_on)
ON CONFLICT (account_id, month_on) DO NOTHING
