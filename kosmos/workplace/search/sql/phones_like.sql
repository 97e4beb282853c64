-- Subscribers and applications whose phones have these digits: the whole phone, its end, or anywhere; the best first.
-- By trigrams of the last nine digits: costs by how many phones have them, some hundreds of a million for four digits.
-- Reads only.
(SELECT 'subscriber', id::text, CASE WHEN "right"(phone, 9) = %(digits)s::text THEN 3
                                     WHEN "right"(phone, 9) LIKE '%%' || %(digits)s::text THEN 2 ELSE 1 END AS rank
   FROM subscribers_subscriber
  WHERE "right"(phone, 9) LIKE '%%' || %(digits)s::text || '%%'
  ORDER BY rank DESC, phone, id LIMIT %(limit)s)
UNION ALL
(SELECT 'application', id::text, CASE WHEN "right"(phone, 9) = %(digits)s::text THEN 3
                                      WHEN "right"(phone, 9) LIKE '%%' || %(digits)s::text THEN 2 ELSE 1 END AS rank
   FROM connections_application
  WHERE "right"(phone, 9) LIKE '%%' || %(digits)s::text || '%%'
  ORDER BY rank DESC, created_at DESC LIMIT %(limit)s)
