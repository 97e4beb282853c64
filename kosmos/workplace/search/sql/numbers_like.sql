-- Accounts by their number, their contract's, or their holder's УНП, as search_code writes it: whole, its beginning, its
-- end. Each branch reads no more than it returns (`each`), by an index of its own, however many there are. Reads only.
SELECT found.what, found.account_id, found.number, found.whole
  FROM unnest(%(codes)s::text[]) AS asked (code)
 CROSS JOIN LATERAL (
       (SELECT 'account' AS what, account_id, number, search_code(number) = asked.code AS whole
          FROM ledger_accountnumber
         WHERE search_code(number) ~>=~ asked.code AND search_code(number) ~<~ (asked.code || '~')
         ORDER BY search_code(number) USING ~<~ LIMIT %(each)s)
       UNION ALL
       (SELECT 'account', account_id, number, false
          FROM ledger_accountnumber
         WHERE reverse(search_code(number)) ~>~ reverse(asked.code)
           AND reverse(search_code(number)) ~<~ (reverse(asked.code) || '~')
         ORDER BY reverse(search_code(number)) USING ~<~ LIMIT %(each)s)
       UNION ALL
       (SELECT 'contract', account_id, number, search_code(number) = asked.code
          FROM subscribers_contract
         WHERE search_code(number) ~>=~ asked.code AND search_code(number) ~<~ (asked.code || '~')
         ORDER BY search_code(number) USING ~<~ LIMIT %(each)s)
       UNION ALL
       (SELECT 'contract', account_id, number, false
          FROM subscribers_contract
         WHERE reverse(search_code(number)) ~>~ reverse(asked.code)
           AND reverse(search_code(number)) ~<~ (reverse(asked.code) || '~')
         ORDER BY reverse(search_code(number)) USING ~<~ LIMIT %(each)s)
       UNION ALL
       (SELECT 'unp', contract.account_id, holder.unp, true
          FROM subscribers_subscriber AS holder
          JOIN subscribers_contract AS contract ON contract.subscriber_id = holder.id
         WHERE holder.unp = upper(asked.code) AND holder.unp <> '' LIMIT %(each)s)
 ) AS found
