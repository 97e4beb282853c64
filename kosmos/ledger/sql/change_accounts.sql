-- Changes locked accounts by the postings just inserted (rulebook 4).
UPDATE ledger_account AS account
   SET balance_kopecks = account.balance_kopecks + change.amount,
       accrued_kopecks = account.accrued_kopecks + change.accrued,
       unpaid_kopecks = account.unpaid_kopecks + change.unpaid,
       last_number = account.last_number + change.lines
  FROM unnest(%(accounts)s::bigint[], %(amounts)s::bigint[], %(accrued)s::bigint[], %(unpaid)s::bigint[],
              %(counts)s::int[]) AS change (id, amount, accrued, unpaid, lines)
 WHERE account.id = change.id
   AND account.id = ANY (%(accounts)s::bigint[])
