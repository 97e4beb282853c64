-- Keeps ERIP's transactions as they are now, begun or changed. Their accounts and ids are held by the caller.
INSERT INTO payments_eriptransaction AS kept
       (account_id, transaction_id, number, state, amount_kopecks, agent, terminal, begun_at, locked_until, paid_at,
        changed_at, reason, transfer_file)
SELECT account_id, transaction_id, number, state, amount_kopecks, agent, terminal, begun_at, locked_until, paid_at,
       changed_at, reason, ''
  FROM unnest(%(accounts)s::bigint[], %(transactions)s::text[], %(numbers)s::text[], %(states)s::text[],
              %(kopecks)s::bigint[], %(agents)s::text[], %(terminals)s::text[], %(begun)s::timestamptz[],
              %(locked)s::timestamptz[], %(paid)s::timestamptz[], %(changed)s::timestamptz[], %(reasons)s::text[])
       AS said (account_id, transaction_id, number, state, amount_kopecks, agent, terminal, begun_at, locked_until,
                paid_at, changed_at, reason)
    ON CONFLICT (account_id, transaction_id) DO UPDATE
   SET state = excluded.state, locked_until = excluded.locked_until, paid_at = excluded.paid_at,
       changed_at = excluded.changed_at, reason = excluded.reason
