-- Locks, in id order, the accounts of a range for which a day is the next to open; says how many.
SELECT count(*)
  FROM (SELECT id FROM ledger_account
         WHERE id >= %(low)s AND id < %(high)s AND open_through_on = %(day)s::date - 1
         ORDER BY id FOR NO KEY UPDATE) AS locked
