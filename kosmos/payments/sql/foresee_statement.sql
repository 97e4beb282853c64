-- What is not plain of some lines of a statement before anything is posted: those whose number no subscriber's account
-- has; the account and sum of the payment that has the reference already, and the account on which finance put it if it
-- was nobody's. Locks nothing. Costs three index look-ups a line.
SELECT credit.place, account.id, kept.said, kept.amount_kopecks, kept.assigned_to_id
  FROM unnest(%(places)s::int[], %(references)s::text[], %(numbers)s::text[]) AS credit (place, reference, number)
  LEFT JOIN ledger_accountnumber AS named ON named.number = credit.number
  LEFT JOIN ledger_account AS account ON account.id = named.account_id AND account.kind = 1
  LEFT JOIN LATERAL (SELECT paid.said, paid.amount_kopecks, nobodys.assigned_to_id
                       FROM payments_statementpayment AS paid
                       LEFT JOIN payments_unidentified AS nobodys
                         ON nobodys.account_id = paid.account_id AND nobodys.rail = paid.provider
                        AND nobodys.operation = paid.reference AND nobodys.state = 'assigned'
                      WHERE paid.provider = %(provider)s::text AND paid.reference = credit.reference
                      LIMIT 1) AS kept ON true
 WHERE account.id IS NULL OR kept.said IS NOT NULL
