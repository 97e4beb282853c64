-- What each of the operator's codes gained up to a closed day: the other side of the accounts' postings, and the moves
-- between two codes (rulebook 2). A code that holds money is below zero by it, so money that goes from one to another
-- brings the one up and the other down. Locks nothing; costs one pass over the postings of those days.
WITH moved AS (
    SELECT code, count(*) AS postings, -sum(amount_kopecks) AS kopecks
      FROM ledger_posting
     WHERE posted_on <= %(through)s::date
     GROUP BY code
     UNION ALL
    SELECT side.code, count(*), sum(side.kopecks)
      FROM ledger_operatorposting
     CROSS JOIN LATERAL (VALUES (from_code, amount_kopecks), (to_code, -amount_kopecks)) AS side (code, kopecks)
     WHERE posted_on <= %(through)s::date
     GROUP BY side.code
)
SELECT code, sum(postings)::bigint, sum(kopecks)::bigint
  FROM moved
 GROUP BY code
 ORDER BY code
