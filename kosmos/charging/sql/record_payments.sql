-- Keeps payments by their providers' references, and marks the promises that they leave nothing overdue for (rule 8);
-- tells the outbox of each.
WITH kept AS (
    UPDATE charging_promise SET kept = true WHERE account_id = ANY (%(kept)s::bigint[]) AND NOT kept
), told AS (
    INSERT INTO kernel_outbox (account_id, kind, key, at, about)
    SELECT account_id, 'payment_received', number::text, %(at)s::timestamptz,
           jsonb_build_object('kopecks', kopecks, 'posting', number)
      FROM unnest(%(accounts)s::bigint[], %(numbers)s::int[], %(kopecks)s::bigint[]) AS payment (account_id, number, kopecks)
        ON CONFLICT DO NOTHING
)
INSERT INTO charging_payment (account_id, posting, amount_kopecks, paid_early_kopecks, provider, reference, posted_on)
SELECT payment.*, %(day)s::date
  FROM unnest(%(accounts)s::bigint[], %(numbers)s::int[], %(kopecks)s::bigint[], %(early)s::bigint[],
              %(providers)s::text[], %(references)s::text[]) AS payment
