-- ERIP's transactions of some ids, the columns in the order of the model's fields.
SELECT account_id, transaction_id, number, state, amount_kopecks, agent, terminal, begun_at, locked_until, paid_at,
       changed_at, reason, transfer_file, transfer_kopecks
  FROM payments_eriptransaction
 WHERE transaction_id = ANY (%(ids)s::text[])
