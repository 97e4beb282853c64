-- What happened about an account, the newest first: backwards from an instant and a key, of the parts asked for. A key
-- tells apart what happened at one instant; keys are compared by code points. What is personal comes whole, and is
-- masked by whoever shows it. Locks nothing. Reads the account's own rows, or those of its holder and of his sign-in, by
-- an index; of postings and messages, which grow by the day, no more than a page shows.
WITH line AS (
(SELECT CASE WHEN posting.kind = 4 AND posting.cause = 1 THEN 'daily' ELSE 'money' END AS part, 'posting' AS what,
        'posting:' || lpad(posting.number::text, 10, '0') AS key, posting.posted_at AS at, posting.number::text AS id,
        NULL::bigint AS staff_id,
        jsonb_build_object('number', posting.number, 'kind', posting.kind, 'cause', posting.cause, 'code', posting.code,
                           'kopecks', posting.amount_kopecks, 'day', posting.posted_on, 'from_on', posting.from_on,
                           'note', posting.note, 'reverses', posting.reverses, 'subscription', posting.subscription,
                           'plan', plan.code, 'name', plan.name) AS data
   FROM ledger_posting AS posting
   LEFT JOIN catalogue_price AS price ON price.id = posting.price_id
   LEFT JOIN catalogue_plan AS plan ON plan.id = price.plan_id
  WHERE posting.account_id = %(account_id)s AND posting.posted_at <= %(before_at)s::timestamptz
    AND CASE WHEN posting.kind = 4 AND posting.cause = 1 THEN 'daily' ELSE 'money' END = ANY(%(parts)s::text[])
    AND (posting.posted_at, ('posting:' || lpad(posting.number::text, 10, '0')) COLLATE "C")
      < (%(before_at)s::timestamptz, %(before_key)s::text COLLATE "C")
  ORDER BY posting.number DESC
  LIMIT %(limit)s)
UNION ALL
(SELECT CASE WHEN message.event = ANY(%(services)s::text[]) THEN 'services' ELSE 'messages' END, 'message',
        'message:' || message.event || ':' || message.key, message.at, message.id::text, NULL,
        jsonb_build_object('event', message.event, 'ways',
                           (SELECT coalesce(jsonb_object_agg(other.channel, other.state), '{}')
                              FROM notifications_message AS other
                             WHERE other.account_id = message.account_id AND other.event = message.event
                               AND other.key = message.key AND other.channel <> 'cabinet'))
   FROM notifications_message AS message
  WHERE message.account_id = %(account_id)s AND message.channel = 'cabinet'
    AND CASE WHEN message.event = ANY(%(services)s::text[]) THEN 'services' ELSE 'messages' END = ANY(%(parts)s::text[])
    AND (message.at, ('message:' || message.event || ':' || message.key) COLLATE "C")
      < (%(before_at)s::timestamptz, %(before_key)s::text COLLATE "C")
  ORDER BY message.at DESC, ('message:' || message.event || ':' || message.key) COLLATE "C" DESC
  LIMIT %(limit)s)
UNION ALL
 SELECT 'money', 'order', 'order:' || ordered.number, ordered.created_at, ordered.number, NULL,
        jsonb_build_object('state', ordered.state, 'kopecks', ordered.amount_kopecks, 'bill',
                           (SELECT bill.comment FROM payments_bill AS bill
                             WHERE bill.account_id = ordered.account_id AND bill.order_number = ordered.number))
   FROM payments_order AS ordered
  WHERE ordered.account_id = %(account_id)s
UNION ALL
 SELECT 'services', 'suspension', 'suspension:' || lpad(pause.number::text, 6, '0'), pause.asked_at, pause.number::text,
        NULL, jsonb_build_object('first_on', pause.first_on, 'last_on', pause.last_on)
   FROM charging_suspension AS pause
  WHERE pause.account_id = %(account_id)s
UNION ALL
 SELECT 'services', 'leaving', 'leaving:' || lpad(leaving.number::text, 6, '0'), leaving.asked_at, leaving.number::text,
        NULL, jsonb_build_object('ends_on', leaving.ends_on)
   FROM charging_leaving AS leaving
  WHERE leaving.account_id = %(account_id)s
UNION ALL
 SELECT 'services', 'waiting', 'waiting:' || lpad(waiting.number::text, 6, '0'), waiting.asked_at, waiting.number::text,
        NULL, jsonb_build_object('name', plan.name)
   FROM charging_waitingplan AS waiting
   JOIN catalogue_plan AS plan ON plan.id = waiting.plan_id
  WHERE waiting.account_id = %(account_id)s
UNION ALL
 SELECT 'access', 'sign_in', 'sign_in:' || event.id, event.at, event.id::text, NULL,
        jsonb_build_object('kind', event.kind, 'reason', event.reason, 'address', event.address)
   FROM subscribers_signinevent AS event
  WHERE event.sign_in_id = %(sign_in_id)s AND 'access' = ANY(%(parts)s::text[])
UNION ALL
 SELECT 'access', 'contact', 'contact:' || changed.id, changed.at, changed.id::text, NULL,
        jsonb_build_object('field', changed.field, 'before', changed.before, 'after', changed.after)
   FROM subscribers_contactchange AS changed
  WHERE changed.subscriber_id = %(subscriber_id)s
UNION ALL
 SELECT 'access', 'consent', 'consent:' || consent.id, consent.at, consent.id::text, consent.noted_by_id,
        jsonb_build_object('purpose', consent.purpose, 'given', consent.given)
   FROM subscribers_consent AS consent
  WHERE consent.subscriber_id = %(subscriber_id)s
UNION ALL
 SELECT 'requests', 'request', 'request:' || request.id, request.created_at, request.id::text, NULL,
        jsonb_build_object('number', request.number, 'text', request.text)
   FROM support_request AS request
  WHERE request.account_id = %(account_id)s
UNION ALL
 SELECT 'requests', 'entry', 'entry:' || entry.request_id || ':' || lpad(entry.number::text, 6, '0'), entry.at,
        entry.request_id::text, entry.staff_id,
        jsonb_build_object('number', request.number, 'kind', entry.kind, 'text', entry.text)
   FROM support_entry AS entry
   JOIN support_request AS request ON request.account_id = entry.account_id AND request.id = entry.request_id
  WHERE entry.account_id = %(account_id)s
UNION ALL
 SELECT 'applications', 'application', 'application:' || entry.application_id || ':' || lpad(entry.number::text, 6, '0'),
        entry.at, entry.application_id::text, entry.by_id,
        jsonb_build_object('number', application.number, 'kind', entry.kind, 'before', entry.before,
                           'after', entry.after, 'reason', entry.reason, 'text', entry.text)
   FROM connections_application AS application
   JOIN connections_applicationentry AS entry ON entry.application_id = application.id
  WHERE application.account_id = %(account_id)s
UNION ALL
 SELECT 'staff', 'act', 'act:' || act.id, act.at, act.id::text, act.staff_id,
        jsonb_build_object('action', act.action, 'reason', act.reason, 'before', act.before, 'after', act.after)
   FROM subscribers_auditrecord AS act
  WHERE act.account_id = %(account_id)s AND act.action <> 'note_added'
UNION ALL
 SELECT 'notes', 'note', 'note:' || note.id, note.at, note.id::text, note.by_id, jsonb_build_object('text', note.text)
   FROM workplace_note AS note
  WHERE note.account_id = %(account_id)s
)
SELECT line.part, line.what, line.key, line.at, line.id, coalesce(staff.name, ''), line.data
  FROM line
  LEFT JOIN subscribers_staffmember AS staff ON staff.sign_in_id = line.staff_id
 WHERE line.part = ANY(%(parts)s::text[])
   AND (line.at, line.key COLLATE "C") < (%(before_at)s::timestamptz, %(before_key)s::text COLLATE "C")
 ORDER BY line.at DESC, line.key COLLATE "C" DESC
 LIMIT %(limit)s
