-- A day is open for locked accounts; on the 1st nothing is accrued yet, and what was not paid is due (rule 7.1).
UPDATE ledger_account
   SET open_through_on = %(day)s::date,
       accrued_kopecks = CASE WHEN %(first)s THEN 0 ELSE accrued_kopecks END,
       unpaid_kopecks = CASE WHEN %(first)s THEN 0 ELSE unpaid_kopecks END
 WHERE id = ANY (%(ids)s::bigint[])
