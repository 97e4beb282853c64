-- What each of some agents' requests is about: the subscriber's account that has the number, whether everything on it
-- has ended and nothing is owed, the payment that has the agent's reference, and the one that a statement of the agent's
-- brought by it, where it lies now. Locks nothing; some index look-ups each, LIMIT sees to it: a plan made while a table was empty would
-- otherwise be to read the table.
SELECT asked.place, account.id,
       account.balance_kopecks >= 0
       AND COALESCE((SELECT bool_and(held.status = 4) FROM charging_subscription AS held WHERE held.account_id = account.id),
                    false)
       AND NOT EXISTS (SELECT FROM charging_waitingplan AS plan WHERE plan.account_id = account.id AND plan.state = 1),
       paid.account_id, paid.number, paid.amount_kopecks, paid.came_at, paid.state = 'cancelled',
       stated.account_id, stated.amount_kopecks
  FROM unnest(%(places)s::int[], %(providers)s::text[], %(references)s::text[], %(numbers)s::text[])
       AS asked (place, provider, reference, number)
  LEFT JOIN ledger_accountnumber AS named ON named.number = asked.number
  LEFT JOIN ledger_account AS account ON account.id = named.account_id AND account.kind = 1
  LEFT JOIN LATERAL (SELECT * FROM payments_agentpayment AS kept
                      WHERE kept.provider = asked.provider AND kept.reference = asked.reference
                      LIMIT 1) AS paid ON true
  LEFT JOIN LATERAL (SELECT coalesce(nobodys.assigned_to_id, kept.account_id) AS account_id, kept.amount_kopecks
                       FROM payments_statementpayment AS kept
                       LEFT JOIN payments_unidentified AS nobodys
                         ON nobodys.account_id = kept.account_id AND nobodys.rail = kept.provider
                        AND nobodys.operation = kept.reference AND nobodys.state = 'assigned'
                      WHERE kept.provider = asked.provider AND kept.reference = asked.reference
                      LIMIT 1) AS stated ON true
