-- Keeps payments by their providers' references, and marks the promises that they leave nothing overdue for (rule 8).
WITH kept AS (
    UPDATE charging_promise SET kept = true WHERE account_id = ANY (%(kept)s::bigint[]) AND NOT kept
)
INSERT INTO charging_payment (account_id, posting, amount_kopecks, paid_early_kopecks, provider, reference, posted_on)
SELECT payment.*, %(day)s::date
  FROM unnest(%(accounts)s::bigint[], %(numbers)s::int[], %(kopecks)s::bigint[], %(early)s::bigint[],
              %(providers)s::text[], %(references)s::text[]) AS payment
