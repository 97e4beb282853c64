-- Debit and credit of every account of the ledger, before a period and in it: the operator's codes, and (-1, -2) the
-- accounts of subscribers and of nobody's money together (rulebook 2). What adds to an account is its credit and the
-- code's debit; a move between two codes credits the one that it comes from. Locks nothing; reads the remembered
-- figures of closed days, about a hundred rows each, and the operator's own postings.
WITH figure AS (
    SELECT posted_on < %(first)s::date AS before, code, suspense, sum(gained_kopecks) AS gained,
           sum(lost_kopecks) AS lost
      FROM reports_dayfigure
     WHERE posted_on <= %(last)s::date
     GROUP BY 1, 2, 3
)
SELECT code::int, before, sum(gained)::bigint, sum(lost)::bigint FROM figure GROUP BY 1, 2
 UNION ALL
SELECT CASE WHEN suspense THEN -2 ELSE -1 END, before, sum(lost)::bigint, sum(gained)::bigint FROM figure GROUP BY 1, 2
 UNION ALL
SELECT side.code::int, posted_on < %(first)s::date, sum(debit)::bigint, sum(credit)::bigint
  FROM ledger_operatorposting
 CROSS JOIN LATERAL (VALUES (to_code, amount_kopecks, 0), (from_code, 0, amount_kopecks)) AS side (code, debit, credit)
 WHERE posted_on <= %(last)s::date
 GROUP BY 1, 2
