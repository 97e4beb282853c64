-- Business days follow each other without a hole, none is finished after one that is not, and no account is behind the
-- last finished one (rulebook 2). One statement, so that it sees one moment. Locks nothing; one pass over the accounts.
WITH day AS (
    SELECT day, finished_at, lag(day) OVER (ORDER BY day) AS before, lag(finished_at) OVER (ORDER BY day) AS finished_before
      FROM ledger_businessday
), last AS (
    SELECT max(day) AS day FROM ledger_businessday WHERE finished_at IS NOT NULL
)
SELECT 'day_missing' AS code, NULL::bigint AS account_id, NULL::int AS number, day, jsonb_build_object('before', before) AS figures
  FROM day
 WHERE before <> day - 1
 UNION ALL
SELECT 'day_unfinished', NULL, NULL, before, jsonb_build_object('later', day)
  FROM day
 WHERE finished_at IS NOT NULL AND finished_before IS NULL AND before IS NOT NULL
 UNION ALL
SELECT 'account_behind', id, NULL, last.day, jsonb_build_object('open_through_on', open_through_on)
  FROM ledger_account
  JOIN last ON open_through_on < last.day
