-- What requests of ERIP's were answered already, of the same account, kind and RequestId. LIMIT sees to it
-- that each is looked up by the key: a plan made while the table was empty would otherwise be to read it.
SELECT kept.account_id, kept.kind, kept.request_id, kept.transaction_id, kept.said, kept.answer
  FROM unnest(%(numbers)s::text[], %(kinds)s::text[], %(requests)s::text[]) AS asked (number, kind, request_id)
  JOIN ledger_accountnumber AS named USING (number)
  JOIN LATERAL (SELECT * FROM payments_eripreply AS kept
                 WHERE kept.account_id = named.account_id AND kept.kind = asked.kind AND kept.request_id = asked.request_id
                 LIMIT 1) AS kept ON true
