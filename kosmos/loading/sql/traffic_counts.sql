-- The counts of accounts after one, by account and line, as they are to be counted; some thousand at once.
WITH page AS (
    SELECT DISTINCT number.account_id
      FROM loading_count AS row
      JOIN ledger_accountnumber AS number ON number.number = row.account
     WHERE number.account_id > %(after)s
     ORDER BY number.account_id
     LIMIT %(count)s
)
SELECT number.account_id, row.plan, row.volume_bytes, row.counted_at, row.source, row.reference
  FROM loading_count AS row
  JOIN ledger_accountnumber AS number ON number.number = row.account
  JOIN page ON page.account_id = number.account_id
 ORDER BY number.account_id, row.line
