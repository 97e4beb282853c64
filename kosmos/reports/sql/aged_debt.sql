-- How old the debts are. What is overdue (rulebook 4) are an account's newest charges before those that are not due
-- yet: payments cover the oldest first. "charged" is what was charged since the first month of each age, less what was
-- given back, which is always of the same month; debts before the last of these months are the oldest.
-- Locks nothing, and is of one instant. Costs a look at each debtor's postings of a year: some seconds for a hundred
-- thousand debtors.
WITH owed AS MATERIALIZED (
    SELECT id, -(balance_kopecks + unpaid_kopecks) AS overdue, unpaid_kopecks AS unpaid
      FROM ledger_account
     WHERE kind = 1 AND balance_kopecks + unpaid_kopecks < 0
       AND (%(ids)s::bigint[] IS NULL OR id = ANY (%(ids)s::bigint[]))
), parted AS (
    SELECT owed.id, owed.overdue,
           least(overdue, greatest(0, a - unpaid)) AS to_a,
           least(overdue, greatest(0, b - unpaid)) AS to_b,
           least(overdue, greatest(0, c - unpaid)) AS to_c,
           least(overdue, greatest(0, d - unpaid)) AS to_d,
           least(overdue, greatest(0, e - unpaid)) AS to_e
      FROM owed
     CROSS JOIN LATERAL (
         SELECT -coalesce(sum(amount_kopecks) FILTER (WHERE posted_on >= (%(since)s::date[])[1]), 0) AS a,
                -coalesce(sum(amount_kopecks) FILTER (WHERE posted_on >= (%(since)s::date[])[2]), 0) AS b,
                -coalesce(sum(amount_kopecks) FILTER (WHERE posted_on >= (%(since)s::date[])[3]), 0) AS c,
                -coalesce(sum(amount_kopecks) FILTER (WHERE posted_on >= (%(since)s::date[])[4]), 0) AS d,
                -coalesce(sum(amount_kopecks), 0) AS e
           FROM ledger_posting
          WHERE account_id = owed.id AND posted_on >= (%(since)s::date[])[5]
            AND kind <> 1 AND NOT (kind IN (7, 8) AND amount_kopecks > 0)
     ) AS charged
)
SELECT id, overdue,
       ARRAY[to_a, to_b - to_a, to_c - to_b, to_d - to_c, to_e - to_d, overdue - to_e]::bigint[] AS parts
  FROM parted
