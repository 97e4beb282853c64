-- The last closed day: finished, as all days before it, with a later day finished too and open for every account, so
-- that nothing can be posted on it any more. Locks nothing; costs one pass over the accounts.
SELECT max(day)
  FROM ledger_businessday
 WHERE finished_at IS NOT NULL
   AND day < (SELECT max(day) FROM ledger_businessday WHERE finished_at IS NOT NULL)
   AND day < coalesce((SELECT min(day) FROM ledger_businessday WHERE finished_at IS NULL), 'infinity')
   AND day < coalesce((SELECT min(open_through_on) FROM ledger_account), 'infinity')
