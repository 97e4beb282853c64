-- Payments and their postings are one to one (rulebook 9), for a range of accounts: each payment has its posting of the
-- same amount, day and reference, each reversal takes back one payment whole, once, and neither kind of posting is
-- there without. Locks nothing; costs one pass over the range's postings and payments.
WITH line AS MATERIALIZED (
    SELECT account_id, number, kind, amount_kopecks, posted_on, reverses, note
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind IN (1, 2)
), payment AS MATERIALIZED (
    SELECT account_id, reference, amount_kopecks, paid_early_kopecks, posted_on, posting, reversed_by,
           count(*) OVER (PARTITION BY account_id, posting) AS sharers
      FROM charging_payment
     WHERE account_id BETWEEN %(low)s AND %(high)s
)
SELECT 'payment_without_posting' AS code, payment.account_id, posting AS number, payment.posted_on AS day,
       jsonb_build_object('reference', reference, 'amount_kopecks', payment.amount_kopecks,
                          'posted_kopecks', line.amount_kopecks) AS figures
  FROM payment
  LEFT JOIN line ON line.account_id = payment.account_id AND line.number = posting AND kind = 1
 WHERE (line.amount_kopecks = payment.amount_kopecks AND line.posted_on = payment.posted_on AND note = reference
        AND sharers = 1 AND paid_early_kopecks <= payment.amount_kopecks) IS NOT TRUE
 UNION ALL
SELECT 'posting_without_payment', line.account_id, number, line.posted_on,
       jsonb_build_object('reference', note, 'amount_kopecks', line.amount_kopecks)
  FROM line
  LEFT JOIN payment ON payment.account_id = line.account_id AND posting = number
 WHERE kind = 1 AND payment.account_id IS NULL
 UNION ALL
SELECT 'reversal_without_posting', payment.account_id, reversed_by, payment.posted_on,
       jsonb_build_object('reference', reference, 'amount_kopecks', payment.amount_kopecks, 'reverses', posting)
  FROM payment
  LEFT JOIN line ON line.account_id = payment.account_id AND line.number = reversed_by AND kind = 2
 WHERE reversed_by IS NOT NULL
   AND (line.amount_kopecks = -payment.amount_kopecks AND reverses = posting) IS NOT TRUE
 UNION ALL
SELECT 'reversal_of_nothing', line.account_id, number, line.posted_on,
       jsonb_build_object('reverses', reverses, 'amount_kopecks', line.amount_kopecks)
  FROM line
  LEFT JOIN payment ON payment.account_id = line.account_id AND posting = reverses AND reversed_by = number
 WHERE kind = 2 AND payment.account_id IS NULL
