-- A page of the rows whose account is new, in the file's order. Reads only.
SELECT target.account_rank, target.subscriber_id, target.login_rank,
       target.is_first AND target.subscriber_id IS NULL AS is_new_subscriber,
       staged.account, staged.kind, staged.login, staged.opened_on, staged.balance_kopecks, staged.plans,
       staged.connected, staged.name, staged.unp, staged.phone, staged.email, staged.language, staged.city,
       staged.street, staged.house, staged.building, staged.apartment, staged.dormitory, staged.room
  FROM loading_target target
  JOIN loading_row staged USING (line)
 WHERE target.account_id IS NULL AND target.account_rank > %(after)s::bigint
   AND target.account_rank <= %(after)s::bigint + %(count)s::bigint
 ORDER BY target.account_rank
