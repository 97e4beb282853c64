-- Locks accounts in id order, so that no two writers wait for each other in a ring. One index look-up each.
SELECT id, balance_kopecks, accrued_kopecks, unpaid_kopecks, last_number, open_through_on
  FROM ledger_account
 WHERE id = ANY (%(ids)s::bigint[])
 ORDER BY id
   FOR NO KEY UPDATE
