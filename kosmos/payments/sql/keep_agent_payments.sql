-- Keeps what agents took, in the order of its key, so that two who keep the same do not wait for each other in a ring.
-- A reference that is there already is an error: whoever kept it first was not seen yet, and is on the next try.
INSERT INTO payments_agentpayment (provider, reference, account_id, number, rail, amount_kopecks, fee_kopecks, terminal,
                                   paid_at, came_at, state, request)
SELECT provider, reference, account_id, number, rail, amount_kopecks, 0, terminal, paid_at, %(at)s::timestamptz, 'paid', request
  FROM unnest(%(providers)s::text[], %(references)s::text[], %(accounts)s::bigint[], %(numbers)s::bigint[],
              %(rails)s::text[], %(kopecks)s::bigint[], %(terminals)s::text[], %(paid)s::timestamptz[], %(requests)s::text[])
       AS taken (provider, reference, account_id, number, rail, amount_kopecks, terminal, paid_at, request)
 ORDER BY provider, reference
