-- Counts that cannot be taken: line, offset, column and what is wrong with it (account: there is none; plan: the
-- account does not have it, or it has no volume; reference: told twice in the file, or before with other figures).
-- Reads only; some hash joins over the file.
WITH told AS (
    SELECT row.*, number.account_id, plan.id AS plan_id, plan.volume_bytes IS NOT NULL AS limited,
           row_number() OVER (PARTITION BY row.account, row.source, row.reference ORDER BY row.line) AS turn
      FROM loading_count AS row
      LEFT JOIN ledger_accountnumber AS number ON number.number = row.account
      LEFT JOIN catalogue_plan AS plan ON plan.code = row.plan
), seen AS (
    SELECT told.*, counted.account_id IS NOT NULL AS known,
           counted.volume_bytes = told.volume_bytes AND counted.counted_at = told.counted_at AS same
      FROM told
      LEFT JOIN usage_trafficcount AS counted
        ON counted.account_id = told.account_id AND counted.source = told.source AND counted.reference = told.reference
)
SELECT line, "offset", 'account', 'unknown' FROM seen WHERE account_id IS NULL
 UNION ALL
SELECT line, "offset", 'plan', 'without volume' FROM seen WHERE NOT limited
 UNION ALL
SELECT line, "offset", 'plan', 'not connected'
  FROM seen
 WHERE limited AND account_id IS NOT NULL AND NOT known
   AND NOT EXISTS (SELECT FROM charging_subscription AS held
                    WHERE held.account_id = seen.account_id AND held.plan_id = seen.plan_id AND held.status <> 4)
 UNION ALL
SELECT line, "offset", 'reference', 'twice' FROM seen WHERE turn > 1
 UNION ALL
SELECT line, "offset", 'reference', 'told otherwise' FROM seen WHERE known AND NOT same
 ORDER BY 1, 3
