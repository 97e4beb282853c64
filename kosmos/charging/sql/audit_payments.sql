-- Payments and their postings are one to one (rulebook 9), for a range of accounts: each payment has its posting of the
-- same amount, day and reference; it is taken back whole, once, or in parts that come to no more than it is, and is
-- marked as reversed once nothing is left; neither kind of posting is there without. Locks nothing; costs one pass over
-- the range's postings, payments and parts taken back.
WITH line AS MATERIALIZED (
    SELECT account_id, number, kind, amount_kopecks, posted_on, reverses, note
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind IN (1, 2)
), part AS MATERIALIZED (
    SELECT account_id, posting, provider, reference, amount_kopecks, paid_early_kopecks
      FROM charging_partreversal
     WHERE account_id BETWEEN %(low)s AND %(high)s
), parts AS MATERIALIZED (
    SELECT account_id, provider, reference, sum(amount_kopecks) AS amount_kopecks,
           sum(paid_early_kopecks) AS paid_early_kopecks, max(posting) AS last
      FROM part
     GROUP BY account_id, provider, reference
), payment AS MATERIALIZED (
    SELECT account_id, provider, reference, paid.amount_kopecks, paid.paid_early_kopecks, posted_on, posting,
           reversed_by, parts.amount_kopecks AS parts_kopecks, parts.paid_early_kopecks AS parts_early_kopecks, last,
           count(*) OVER (PARTITION BY account_id, posting) AS sharers
      FROM charging_payment AS paid
      LEFT JOIN parts USING (account_id, provider, reference)
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
 WHERE reversed_by IS NOT NULL AND parts_kopecks IS NULL
   AND (line.amount_kopecks = -payment.amount_kopecks AND reverses = posting) IS NOT TRUE
 UNION ALL
SELECT 'reversal_in_parts', account_id, posting, posted_on,
       jsonb_build_object('reference', reference, 'amount_kopecks', amount_kopecks, 'parts_kopecks', parts_kopecks)
  FROM payment
 WHERE parts_kopecks IS NOT NULL
   AND (CASE WHEN reversed_by IS NULL
             THEN parts_kopecks < amount_kopecks AND parts_early_kopecks <= paid_early_kopecks
             ELSE parts_kopecks = amount_kopecks AND parts_early_kopecks = paid_early_kopecks AND reversed_by = last
        END) IS NOT TRUE
 UNION ALL
SELECT 'part_without_posting', part.account_id, part.posting, NULL,
       jsonb_build_object('reference', part.reference, 'amount_kopecks', part.amount_kopecks)
  FROM part
  LEFT JOIN payment USING (account_id, provider, reference)
  LEFT JOIN line ON line.account_id = part.account_id AND line.number = part.posting AND kind = 2
 WHERE (line.amount_kopecks = -part.amount_kopecks AND reverses = payment.posting) IS NOT TRUE
 UNION ALL
SELECT 'reversal_of_nothing', line.account_id, number, line.posted_on,
       jsonb_build_object('reverses', reverses, 'amount_kopecks', line.amount_kopecks)
  FROM line
  LEFT JOIN payment ON payment.account_id = line.account_id AND payment.posting = reverses AND reversed_by = number
  LEFT JOIN part ON part.account_id = line.account_id AND part.posting = number
 WHERE kind = 2 AND payment.account_id IS NULL AND part.account_id IS NULL
