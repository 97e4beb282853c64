-- Cuts the accounts into ranges of about so many postings each: the first id of every range. Locks nothing; costs one
-- pass over the accounts.
SELECT min(id), count(*), sum(greatest(last_number, 0))::bigint
  FROM (SELECT id, last_number, (sum(greatest(last_number, 0) + 10) OVER (ORDER BY id))::bigint / %(size)s::bigint AS part
          FROM ledger_account) AS counted
 GROUP BY part
 ORDER BY 1
