-- The operator's own postings after one sealed day up to the next, as the seal takes them in. Locks nothing; one pass.
SELECT encode(sha256(convert_to(coalesce(string_agg(
           ROW(number, posted_on - date '2000-01-01', extract(epoch FROM posted_at), from_code, to_code, amount_kopecks,
               reference, note)::text,
           E'\n' ORDER BY number), ''), 'UTF8')), 'hex') AS digest
  FROM ledger_operatorposting
 WHERE posted_on > coalesce(%(after)s::date, '-infinity') AND posted_on <= %(day)s::date
