-- The transactions that hold some accounts: begun, and not over yet.
SELECT account_id, transaction_id
  FROM payments_eriptransaction
 WHERE account_id = ANY (ARRAY(SELECT account_id FROM ledger_accountnumber WHERE number = ANY (%(numbers)s::text[])))
       AND state = 'started' AND locked_until > %(at)s::timestamptz
