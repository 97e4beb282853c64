-- The same shift as the ledger has it, read from postings alone: the payments of its receipts, their reversals, and what
-- all this and the operator's own moves left in the cash desk (code 10). Locks nothing; costs a look-up a receipt.
WITH paid AS (
    SELECT payment.account_id, posting, reversed_by, payment.posted_on
      FROM cashdesk_receipt AS receipt
      JOIN charging_payment AS payment
        ON payment.account_id = receipt.account_id AND payment.provider = 'cash_desk'
       AND payment.reference = receipt.reference
     WHERE shift_id = %(shift)s
), line AS (
    SELECT kind, amount_kopecks
      FROM paid
      JOIN ledger_posting AS posted
        ON posted.account_id = paid.account_id AND posted.code = 10
       AND ((posted.number = posting AND posted.posted_on = paid.posted_on)
            OR (posted.number = reversed_by AND posted.posted_on >= paid.posted_on))
), moved AS (
    SELECT coalesce(sum(CASE WHEN to_code = 10 THEN posted.amount_kopecks ELSE -posted.amount_kopecks END), 0) AS kopecks
      FROM cashdesk_cashmove AS moved
      JOIN ledger_operatorposting AS posted ON posted.number = moved.posting_id AND 10 IN (from_code, to_code)
     WHERE shift_id = %(shift)s
)
SELECT count(*) FILTER (WHERE kind = 1),
       coalesce(sum(amount_kopecks) FILTER (WHERE kind = 1), 0)::bigint,
       count(*) FILTER (WHERE kind = 2),
       -coalesce(sum(amount_kopecks) FILTER (WHERE kind = 2), 0)::bigint,
       (coalesce(sum(amount_kopecks), 0) + (SELECT kopecks FROM moved))::bigint
  FROM line
