-- Keeps what news made of orders. Their accounts are locked by the caller.
UPDATE payments_order AS kept
   SET state = heard.state, reason = heard.reason, attempt = heard.attempt, operation = heard.operation,
       paid_kopecks = heard.paid_kopecks, paid_at = heard.paid_at, next_ask_at = heard.next_ask_at
  FROM unnest(%(accounts)s::bigint[], %(numbers)s::text[], %(states)s::text[], %(reasons)s::text[], %(attempts)s::text[],
              %(operations)s::text[], %(kopecks)s::bigint[], %(paid)s::timestamptz[], %(asks)s::timestamptz[])
       AS heard (account_id, number, state, reason, attempt, operation, paid_kopecks, paid_at, next_ask_at)
 WHERE kept.account_id = heard.account_id AND kept.number = heard.number
