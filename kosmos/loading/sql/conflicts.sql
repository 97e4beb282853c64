-- Rows that cannot follow what is here: line, offset, column, what stands there, what is allowed. Reads only.
WITH held AS (
    SELECT staged.*, target.account_id, target.sign_in_id, target.subscriber_id, contract.signed_on,
           contract.subscriber_id AS holder_id,
           COALESCE((SELECT posting.amount_kopecks FROM ledger_posting posting
                      WHERE posting.account_id = target.account_id AND posting.number = 1
                        AND posting.kind = %(opening)s), 0) AS opening_kopecks
      FROM loading_row staged
      JOIN loading_target target USING (line)
      LEFT JOIN subscribers_contract contract ON contract.account_id = target.account_id
     WHERE target.account_id IS NOT NULL OR target.sign_in_id IS NOT NULL
)
SELECT line, "offset", 'account' AS field, account AS found, 'another number; this one is not a subscriber''s' AS allowed
  FROM held WHERE account_id IS NOT NULL AND holder_id IS NULL
UNION ALL
SELECT line, "offset", 'login', login, 'another login; this one is not a subscriber''s'
  FROM held WHERE sign_in_id IS NOT NULL AND subscriber_id IS NULL
UNION ALL
SELECT line, "offset", 'login', held.login, '"' || sign_in.login || '", whose account this is'
  FROM held
  JOIN subscribers_subscriber holder ON holder.id = held.holder_id
  JOIN subscribers_signin sign_in ON sign_in.id = holder.sign_in_id
 WHERE held.sign_in_id IS DISTINCT FROM holder.sign_in_id
UNION ALL
SELECT line, "offset", 'kind', (%(kinds)s::text[])[held.kind], (%(kinds)s::text[])[subscriber.kind] || ', as before'
  FROM held JOIN subscribers_subscriber subscriber ON subscriber.id = held.subscriber_id
 WHERE held.kind <> subscriber.kind
UNION ALL
SELECT line, "offset", 'opened_on', opened_on::text, signed_on::text || ', when the account was opened'
  FROM held WHERE signed_on <> opened_on
UNION ALL
SELECT line, "offset", 'balance', (balance_kopecks / 100.0)::numeric(20, 2)::text,
       (opening_kopecks / 100.0)::numeric(20, 2)::text
       || ', with which the account was opened: balances change by payments only'
  FROM held WHERE account_id IS NOT NULL AND holder_id IS NOT NULL AND opening_kopecks <> balance_kopecks
 ORDER BY 1
