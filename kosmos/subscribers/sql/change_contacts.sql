-- Other contacts for many subscribers; locks their rows only. Another e-mail is not confirmed by its owner.
UPDATE subscribers_subscriber subscriber
   SET name = new.name, unp = new.unp, phone = new.phone, email = new.email, language = new.language,
       email_confirmed_at = CASE WHEN subscriber.email = new.email THEN subscriber.email_confirmed_at END
  FROM unnest(%(ids)s::bigint[], %(names)s::text[], %(unps)s::text[], %(phones)s::text[], %(emails)s::text[],
              %(languages)s::text[]) AS new (id, name, unp, phone, email, language)
 WHERE subscriber.id = new.id
