-- What is not plain of some lines of a statement before anything is posted: those whose number no subscriber's account
-- has, and the account and sum of the payment that has the reference already. Locks nothing. Costs three index look-ups
-- a line.
SELECT credit.place, account.id, kept.said, kept.amount_kopecks
  FROM unnest(%(places)s::int[], %(references)s::text[], %(numbers)s::text[]) AS credit (place, reference, number)
  LEFT JOIN ledger_accountnumber AS named ON named.number = credit.number
  LEFT JOIN ledger_account AS account ON account.id = named.account_id AND account.kind = 1
  LEFT JOIN LATERAL (SELECT said, amount_kopecks FROM payments_statementpayment
                      WHERE provider = %(provider)s::text AND reference = credit.reference
                      LIMIT 1) AS kept ON true
 WHERE account.id IS NULL OR kept.said IS NOT NULL
