-- What stands around an account on the staff's page of it, each sort with its own few rows, newest or most urgent first
-- (one more than is shown of notes, requests and orders says that there are more): notes, requests, applications,
-- visits with their serial numbers, equipment that was ordered, and the last check of who asked. Locks nothing.
-- Costs six short look-ups by the account, whatever its age, and one by the sign-in.
(SELECT 'note' AS what, note.id::text AS id, note.at, NULL::timestamptz AS until_at,
        jsonb_build_object('text', note.text, 'by', writer.name) AS data
   FROM workplace_note AS note
   JOIN subscribers_staffmember AS writer ON writer.sign_in_id = note.by_id
  WHERE note.account_id = %(account_id)s
  ORDER BY note.at DESC, note.id DESC
  LIMIT %(notes)s)
UNION ALL
(SELECT 'request', request.id::text, request.changed_at, request.promised_at,
        jsonb_build_object('number', request.number, 'topic', request.topic, 'state', request.state,
                           'owner', coalesce(owner.name, ''))
   FROM support_request AS request
   LEFT JOIN subscribers_staffmember AS owner ON owner.sign_in_id = request.owner_id
  WHERE request.account_id = %(account_id)s
  ORDER BY request.promised_at NULLS LAST, request.changed_at DESC
  LIMIT %(requests)s)
UNION ALL
(SELECT 'application', application.id::text, application.created_at, application.due_at,
        jsonb_build_object('number', application.number, 'kind', application.kind, 'stage', application.stage)
   FROM connections_application AS application
  WHERE application.account_id = %(account_id)s
  ORDER BY application.created_at DESC
  LIMIT %(applications)s)
UNION ALL
(SELECT 'visit', visit.id::text, visit.starts_at, visit.ends_at,
        jsonb_build_object('state', visit.state, 'by', technician.name, 'application', application.id,
                           'why', coalesce(nullif(report.reason, ''), visit.reason),
                           'serials', coalesce(report.serials, '[]'))
   FROM connections_application AS application
   JOIN connections_visit AS visit ON visit.application_id = application.id
   JOIN subscribers_staffmember AS technician ON technician.sign_in_id = visit.technician_id
   LEFT JOIN connections_visitreport AS report ON report.visit_id = visit.id
  WHERE application.account_id = %(account_id)s
  ORDER BY visit.starts_at DESC
  LIMIT %(visits)s)
UNION ALL
(SELECT 'order', ordered.number::text, ordered.ordered_at, NULL,
        jsonb_build_object('name', extra.name, 'kind', extra.kind, 'price_kopecks', ordered.price_kopecks,
                           'cancelled', ordered.state = 2)
   FROM charging_extraorder AS ordered
   JOIN catalogue_extra AS extra ON extra.id = ordered.extra_id
  WHERE ordered.account_id = %(account_id)s
  ORDER BY ordered.ordered_at DESC
  LIMIT %(orders)s)
UNION ALL
(SELECT 'check', found.id::text, found.judged_at, NULL,
        jsonb_build_object('passed', found.passed, 'right', found."right", 'asked', jsonb_array_length(found.asked),
                           'by', agent.name)
   FROM subscribers_identitycheck AS found
   JOIN subscribers_staffmember AS agent ON agent.sign_in_id = found.by_id
  WHERE found.sign_in_id = %(sign_in_id)s AND found.judged_at IS NOT NULL
  ORDER BY found.begun_at DESC
  LIMIT 1)
