-- Keeps some lines of a statement as payments, each to the subscriber's account that has its number or to the suspense
-- account; gives those back that no statement had brought before. In the order of their key, so that two who keep the
-- same lines do not wait for each other in a ring. Costs two index look-ups and one insertion a line.
INSERT INTO payments_statementpayment (provider, reference, account_id, statement, line, amount_kopecks, fee_kopecks,
                                       paid_at, came_at, said, payer, purpose)
SELECT %(provider)s::text, credit.reference, coalesce(account.id, %(suspense)s::bigint), %(statement)s::uuid, credit.line,
       credit.kopecks, credit.fee, credit.paid_at, %(at)s::timestamptz, credit.said, credit.payer, credit.purpose
  FROM unnest(%(lines)s::int[], %(references)s::text[], %(accounts)s::text[], %(kopecks)s::bigint[], %(fees)s::bigint[],
              %(paid)s::timestamptz[], %(payers)s::text[], %(purposes)s::text[])
       AS credit (line, reference, said, kopecks, fee, paid_at, payer, purpose)
  LEFT JOIN ledger_accountnumber AS named ON named.number = credit.said
  LEFT JOIN ledger_account AS account ON account.id = named.account_id AND account.kind = 1
 ORDER BY credit.reference, credit.line
    ON CONFLICT (provider, reference) DO NOTHING
RETURNING line, account_id
