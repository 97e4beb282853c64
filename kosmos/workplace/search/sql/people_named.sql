-- Subscribers whose names have the words, in no order; `initials` are patterns that their sorting key has to match too.
-- By search_subscriber_names: costs by how many have the rarest of the words. Reads only.
SELECT id, name
  FROM subscribers_subscriber
 WHERE search_words(name) @@ %(query)s::tsquery AND name_key ~ ALL (%(initials)s::text[])
 LIMIT %(limit)s
