-- What moved `accrued` and `unpaid` in the account's open month (rulebook 4), for those accounts of a range that have
-- either or had an accrual in that month: every posting but shares, in the order of numbers, with the balance before
-- it and the part paid early of the payment or correction that it is or, in that one's own month, takes back. Each account's first
-- row is numbered 0 and has its figures only. Locks nothing; costs a pass over the range's postings of the month.
WITH account AS MATERIALIZED (
    SELECT id, balance_kopecks, accrued_kopecks, unpaid_kopecks,
           date_trunc('month', open_through_on::timestamp)::date AS month_on
      FROM ledger_account
     WHERE id BETWEEN %(low)s AND %(high)s
), line AS MATERIALIZED (
    SELECT account_id, number, kind, amount_kopecks, posted_on, from_on, subscription, reverses
      FROM ledger_posting
     WHERE account_id BETWEEN %(low)s AND %(high)s AND posted_on >= (SELECT min(month_on) FROM account)
), touched AS MATERIALIZED (
    SELECT *
      FROM account
     WHERE accrued_kopecks <> 0 OR unpaid_kopecks <> 0
        OR id IN (SELECT account_id
                    FROM line
                    JOIN account AS own ON own.id = account_id AND posted_on >= own.month_on
                   WHERE kind IN (5, 6))
), told AS (
    SELECT id, number, kind, amount_kopecks, posted_on, from_on, subscription, reverses, month_on, accrued_kopecks,
           unpaid_kopecks,
           balance_kopecks - sum(amount_kopecks) OVER (PARTITION BY id ORDER BY number DESC) AS balance_before
      FROM touched
      JOIN line ON account_id = id AND posted_on >= month_on
)
SELECT id, 0 AS number, 0 AS kind, 0::bigint AS amount_kopecks, month_on AS posted_on, NULL::date AS from_on,
       NULL::smallint AS subscription, balance_kopecks AS balance_before, NULL::bigint AS part, NULL::int AS reverses,
       accrued_kopecks, unpaid_kopecks
  FROM touched
 UNION ALL
SELECT id, told.number, told.kind, told.amount_kopecks, told.posted_on, from_on, subscription, balance_before::bigint,
       CASE WHEN told.kind = 1 OR paid.posted_on >= month_on THEN COALESCE(part_back.paid_early_kopecks, paid.paid_early_kopecks)
            WHEN told.amount_kopecks > 0 OR put_right.posted_on >= month_on THEN put_right.paid_early_kopecks END,
       told.reverses, accrued_kopecks, unpaid_kopecks
  FROM told
  LEFT JOIN charging_payment AS paid
    ON paid.account_id = id AND paid.account_id BETWEEN %(low)s AND %(high)s
   AND paid.posting = CASE told.kind WHEN 1 THEN told.number WHEN 2 THEN told.reverses END
  LEFT JOIN charging_correction AS put_right
    ON told.kind = 8 AND put_right.account_id = id AND put_right.account_id BETWEEN %(low)s AND %(high)s
   AND put_right.posting = CASE WHEN told.amount_kopecks > 0 THEN told.number ELSE told.reverses END
  LEFT JOIN charging_partreversal AS part_back
    ON told.kind = 2 AND part_back.account_id = id AND part_back.account_id BETWEEN %(low)s AND %(high)s
   AND part_back.posting = told.number
 WHERE told.kind <> 4
 ORDER BY 1, 2
