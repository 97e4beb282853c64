-- The accounts' postings after one sealed day up to the next, as the seal takes them in: for each ten thousand account
-- ids how many, how much and a SHA-256 of all their columns in the order of account and number (rulebook 2).
-- Locks nothing; only closed days are sealed, whose postings change no more. Costs one pass over the days' rows (found
-- by the BRIN index) and a sort of them; what is held in memory is work_mem and the text of ten thousand accounts.
SELECT account_id / 10000 AS part, count(*) AS postings, sum(amount_kopecks)::bigint AS total_kopecks,
       encode(sha256(convert_to(string_agg(
           ROW(account_id, number, posted_on - date '2000-01-01', extract(epoch FROM posted_at), amount_kopecks, kind,
               code, cause, price_id, subscription, from_on - date '2000-01-01', reverses, note)::text,
           E'\n' ORDER BY account_id, number, posted_on), 'UTF8')), 'hex') AS digest
  FROM ledger_posting
 WHERE posted_on > coalesce(%(after)s::date, '-infinity') AND posted_on <= %(day)s::date
 GROUP BY account_id / 10000
 ORDER BY part
