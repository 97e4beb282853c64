-- Subscribers by their login, or by an e-mail or its beginning through the @; a login is whole. By one_login and
-- search_subscriber_emails: reads no more than it returns. Reads only.
SELECT found.what, found.id, found.whole
  FROM unnest(%(contacts)s::text[]) AS asked (contact)
 CROSS JOIN LATERAL (
       (SELECT 'login' AS what, holder.id, true AS whole
          FROM subscribers_signin AS sign_in
          JOIN subscribers_subscriber AS holder ON holder.sign_in_id = sign_in.id
         WHERE lower(sign_in.login) = asked.contact)
       UNION ALL
       (SELECT 'email', id, lower(email) = asked.contact
          FROM subscribers_subscriber
         WHERE asked.contact LIKE '_%%@%%' AND email <> ''
           AND lower(email) ~>=~ asked.contact AND lower(email) ~<~ (asked.contact || '~')
         ORDER BY lower(email) USING ~<~ LIMIT %(each)s)
 ) AS found
