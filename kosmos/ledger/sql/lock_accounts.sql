-- Locks accounts, by their ids and by their numbers, in id order, so that no two writers wait for each other in a ring.
-- One index look-up each, another for each number.
SELECT id, balance_kopecks, accrued_kopecks, unpaid_kopecks, last_number, open_through_on
  FROM ledger_account
 WHERE id = ANY (%(ids)s::bigint[] || ARRAY(SELECT account_id FROM ledger_accountnumber
                                              WHERE number = ANY (%(numbers)s::text[])))
 ORDER BY id
   FOR NO KEY UPDATE
