-- What an account gained and lost from one day to another, by month, kind, the operator's code and the plan's service
-- (rulebook 2). "money_in" is what the statement counts to the payments: a payment, one taken back, and a correction
-- that adds. Reads the account's own lines in the months asked for and locks nothing: ten years are some 4,000 lines.
SELECT date_trunc('month', posted_on::timestamp)::date AS month_on,
       kind IN (1, 2) OR (kind = 8 AND amount_kopecks > 0) AS money_in,
       kind, code, price_id, sum(amount_kopecks)::bigint AS kopecks, count(*) AS lines
  FROM ledger_posting
 WHERE account_id = %(id)s AND posted_on BETWEEN %(first)s::date AND %(last)s::date
 GROUP BY 1, 2, 3, 4, 5
 ORDER BY 1, 2, 3, 4, 5
