-- Keeps what requests of ERIP's are answered; a RequestId that is known keeps its first answer.
INSERT INTO payments_eripreply (account_id, kind, request_id, transaction_id, said, answer, at)
SELECT account_id, kind, request_id, transaction_id, said, answer, %(at)s::timestamptz
  FROM unnest(%(accounts)s::bigint[], %(kinds)s::text[], %(requests)s::text[], %(transactions)s::text[],
              %(said)s::text[], %(answers)s::jsonb[])
       AS replied (account_id, kind, request_id, transaction_id, said, answer)
    ON CONFLICT DO NOTHING
