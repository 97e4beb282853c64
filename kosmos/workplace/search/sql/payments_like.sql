-- Payments and orders by the order's number, the provider's operation or its attempt: whole, or its beginning. Each
-- branch reads no more than it returns (`each`), by an index of its own. Reads only.
SELECT found.*
  FROM unnest(%(codes)s::text[]) AS asked (code)
 CROSS JOIN LATERAL (
       (SELECT account_id, number, state, amount_kopecks, created_at AS at, search_code(number) = asked.code AS whole
          FROM payments_order
         WHERE search_code(number) ~>=~ asked.code AND search_code(number) ~<~ (asked.code || '~')
         ORDER BY search_code(number) USING ~<~ LIMIT %(each)s)
       UNION ALL
       (SELECT account_id, attempt, state, amount_kopecks, created_at, search_code(attempt) = asked.code
          FROM payments_order
         WHERE attempt <> '' AND search_code(attempt) ~>=~ asked.code AND search_code(attempt) ~<~ (asked.code || '~')
         ORDER BY search_code(attempt) USING ~<~ LIMIT %(each)s)
       UNION ALL
       (SELECT came.account_id, came.reference, CASE WHEN came.reversed_by IS NULL THEN 'posted' ELSE 'reversed' END,
               came.amount_kopecks, posting.posted_at, search_code(came.reference) = asked.code
          FROM charging_payment AS came
          JOIN ledger_posting AS posting ON posting.account_id = came.account_id
               AND posting.number = came.posting AND posting.posted_on = came.posted_on
         WHERE search_code(came.reference) ~>=~ asked.code AND search_code(came.reference) ~<~ (asked.code || '~')
         ORDER BY search_code(came.reference) USING ~<~ LIMIT %(each)s)
 ) AS found
