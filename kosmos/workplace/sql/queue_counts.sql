-- How many requests and call-backs wait for us: mine, nobody's and all, and how many of each are late. Nobody's are
-- those too whose owner signs in no more. A call-back whose hour has not come is not nobody's yet, and all the same one of
-- all. Locks nothing. Costs what waits: two partial indexes, whatever has been answered since the beginning.
SELECT count(*) FILTER (WHERE waits.owner_id = %(staff_id)s),
       count(*) FILTER (WHERE waits.owner_id = %(staff_id)s AND waits.due_at < %(now)s),
       count(*) FILTER (WHERE waits.ready AND (waits.owner_id IS NULL OR NOT owner.is_active)),
       count(*) FILTER (WHERE waits.ready AND (waits.owner_id IS NULL OR NOT owner.is_active)
                          AND waits.due_at < %(now)s),
       count(*),
       count(*) FILTER (WHERE waits.due_at < %(now)s)
  FROM (SELECT request.owner_id, request.promised_at AS due_at, TRUE AS ready
          FROM support_request AS request
         WHERE %(requests)s AND request.state IN ('new', 'open')
         UNION ALL
        SELECT application.owner_id, application.due_at,
               application.call_from_at IS NULL OR application.call_from_at <= %(now)s
          FROM connections_application AS application
         WHERE %(calls)s AND application.kind = 'call_back' AND application.stage = 'new'
           AND application.due_at IS NOT NULL) AS waits
  LEFT JOIN subscribers_signin AS owner ON owner.id = waits.owner_id
