-- Corrections and their postings are one to one (rulebook 9), for a range of accounts: each correction has its posting of
-- the same amount, day and line taken back; that line is a share, a one-off charge or a correction that takes nothing back
-- itself, of the opposite amount and the same code, and a correction taken back names what takes it. Locks nothing; costs
-- one pass over the range's postings and corrections.
WITH line AS MATERIALIZED (
    SELECT account_id, number, kind, code, amount_kopecks, posted_on, reverses, subscription
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND kind IN (3, 4, 8)
), put_right AS MATERIALIZED (
    SELECT account_id, posting, amount_kopecks, posted_on, reverses, reversed_by
      FROM charging_correction
     WHERE account_id BETWEEN %(low)s AND %(high)s
)
SELECT 'correction_without_posting' AS code, put_right.account_id, posting AS number, put_right.posted_on AS day,
       jsonb_build_object('amount_kopecks', put_right.amount_kopecks, 'posted_kopecks', line.amount_kopecks) AS figures
  FROM put_right
  LEFT JOIN line ON line.account_id = put_right.account_id AND line.number = posting AND kind = 8
 WHERE (line.amount_kopecks = put_right.amount_kopecks AND line.posted_on = put_right.posted_on
        AND line.reverses IS NOT DISTINCT FROM put_right.reverses) IS NOT TRUE
 UNION ALL
SELECT 'posting_without_correction', line.account_id, number, line.posted_on,
       jsonb_build_object('amount_kopecks', line.amount_kopecks)
  FROM line
  LEFT JOIN put_right ON put_right.account_id = line.account_id AND posting = number
 WHERE kind = 8 AND put_right.account_id IS NULL
 UNION ALL
SELECT 'correction_of_another', line.account_id, line.number, line.posted_on,
       jsonb_build_object('amount_kopecks', line.amount_kopecks, 'reverses', line.reverses,
                          'reversed_kopecks', taken.amount_kopecks)
  FROM line
  LEFT JOIN line AS taken ON taken.account_id = line.account_id AND taken.number = line.reverses
 WHERE line.kind = 8 AND line.reverses IS NOT NULL
   AND (taken.amount_kopecks = -line.amount_kopecks AND taken.code = line.code AND taken.reverses IS NULL
        AND taken.subscription IS NOT DISTINCT FROM line.subscription) IS NOT TRUE
 UNION ALL
SELECT 'correction_unmarked', put_right.account_id, put_right.posting, put_right.posted_on,
       jsonb_build_object('reverses', put_right.reverses, 'reversed_by', taken.reversed_by)
  FROM put_right
  JOIN put_right AS taken ON taken.account_id = put_right.account_id AND taken.posting = put_right.reverses
 WHERE taken.reversed_by IS DISTINCT FROM put_right.posting
 UNION ALL
SELECT 'correction_unmarked', taken.account_id, taken.posting, taken.posted_on,
       jsonb_build_object('reverses', taken.posting, 'reversed_by', taken.reversed_by)
  FROM put_right AS taken
  LEFT JOIN put_right ON put_right.account_id = taken.account_id AND put_right.posting = taken.reversed_by
   AND put_right.reverses = taken.posting
 WHERE taken.reversed_by IS NOT NULL AND put_right.account_id IS NULL
